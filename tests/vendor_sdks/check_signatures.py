#!/usr/bin/env python3
"""Signs what the command would send with the vendors' own SDK code and compares.

    pip install -r tests/vendor_sdks/requirements.txt
    cargo build --package cloudwright-cli
    python tests/vendor_sdks/check_signatures.py target/debug/cloudwright [CASES] [SEED]

Every request comes from `cloudwright call … --dry-run` with a fixed time and nonce. Nothing is sent.
CI does not need this; it is for those who change a signer or a request layout.
"""

import datetime
import json
import os
import random
import subprocess
import sys
from urllib.parse import parse_qsl, unquote, urlsplit

from QcloudApi.common.sign import Sign as LegacySign
from alibabacloud_tea_openapi.utils import Utils as AlibabaUtils
from darabonba.request import DaraRequest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer
from tencentcloud.common.abstract_client import AbstractClient

KEY_ID, SECRET = "AKEXAMPLEexample00", "ExampleSecretKeyExample00"
TEXTS = ["library", "a b", "x+y", "100%", "a&b=c", "~tilde*star", "仓库/名称", "é", "", "x" * 3000,
         "a/b", "quote\"'", "back\\slash", "semi;colon", "@at", "new.dot-dash_underscore", "😀", "?#[]"]
NUMBERS = [0, 1, 10, 100, -1, -9223372036854775808, 9223372036854775807, 2147483648]


def command(binary, service, action, parameters, environment, *options):
    words = [binary, "call", service, action, "--dry-run", "--show-secrets", "--no-check", *options]
    clean = {"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent", **environment}
    done = subprocess.run([*words, "--input", "-"], input=json.dumps(parameters), env=clean,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{words}: exit {done.returncode}\n{done.stderr}\n{parameters}")
    request = json.loads(done.stdout)
    request["headers"] = {name.lower(): value for name, value in dict(request["headers"]).items()}
    return request


def pick(rng, names, values):
    return {name: rng.choice(values) for name in names if rng.random() < 0.7}


def tencent_tc3(rng, binary, time):
    parameters = pick(rng, ["RepoName", "Order", "OrderBy"], TEXTS) | pick(rng, ["Offset", "Limit"], NUMBERS)
    environment = {"TENCENTCLOUD_SECRET_ID": KEY_ID, "TENCENTCLOUD_SECRET_KEY": SECRET}
    if rng.random() < 0.3:
        environment["TENCENTCLOUD_TOKEN"] = "token-" + "t" * rng.randrange(1, 300)
    region = rng.choice(["ap-guangzhou", "ap-hongkong", "eu-frankfurt"])
    sent = command(binary, "tencent-tcr", "DescribeApplicationTriggerLogPersonal", parameters, environment,
                   "--region", region, "--sign-time", str(time), "--http-method", rng.choice(["GET", "POST"]))
    query = urlsplit(sent["url"]).query
    if sent["method"] == "GET":
        wire = dict(parse_qsl(query, keep_blank_values=True))
        assert wire == {name: str(value) for name, value in parameters.items()}, (wire, parameters)
    else:
        assert json.loads(sent["body"]) == parameters, (sent["body"], parameters)
    assert sent["headers"]["x-tc-region"] == region
    assert sent["headers"].get("x-tc-token") == environment.get("TENCENTCLOUD_TOKEN")

    class Request:
        method, uri, data = sent["method"], "/", sent["body"] or query
        header = {"Content-Type": sent["headers"]["content-type"], "Host": urlsplit(sent["url"]).netloc,
                  "X-TC-Timestamp": sent["headers"]["x-tc-timestamp"]}
    date = datetime.datetime.fromtimestamp(time, datetime.timezone.utc).strftime("%Y-%m-%d")
    signature = AbstractClient._get_tc3_signature(None, None, Request, date, "tcr", SECRET)
    assert "SignedHeaders=content-type;host," in sent["headers"]["authorization"], sent["headers"]
    assert sent["headers"]["authorization"].endswith("Signature=" + signature), "TC3 signature"


def tencent_legacy(rng, binary, time):
    service, action, names = rng.choice([
        ("tencent-ccr", "ListTriggerLog", ["reponame", "order", "orderby"]),
        ("tencent-ccs", "DescribeServiceEvent", ["clusterId", "serviceName", "namespace"])])
    parameters = pick(rng, names, TEXTS)
    if service == "tencent-ccr":
        parameters |= pick(rng, ["offset", "limit"], NUMBERS)
    environment = {"TENCENTCLOUD_SECRET_ID": KEY_ID, "TENCENTCLOUD_SECRET_KEY": SECRET}
    if rng.random() < 0.3:
        environment["TENCENTCLOUD_TOKEN"] = "token+/=" + "t" * rng.randrange(1, 300)
    options = ["--sign-time", str(time), "--nonce", str(rng.randrange(1, 2**53)),
               "--http-method", rng.choice(["GET", "POST"]),
               "--signature-method", rng.choice(["HmacSHA1", "HmacSHA256"])]
    if rng.random() < 0.7:
        options += ["--region", rng.choice(["gz", "ap-guangzhou"])]
    sent = command(binary, service, action, parameters, environment, *options)
    url = urlsplit(sent["url"])
    text = url.query if sent["method"] == "GET" else sent["body"]
    wire = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True))
    given = wire.pop("Signature")
    for name, value in parameters.items():
        assert wire[name] == str(value), (name, wire[name], value)
    assert wire.get("Token") == environment.get("TENCENTCLOUD_TOKEN")
    expected = LegacySign(KEY_ID, SECRET).make(url.netloc, url.path, wire, sent["method"],
                                               wire.get("SignatureMethod", "HmacSHA1"))
    # The SDK leaves POST values that begin with `@` out; the server does not.
    if sent["method"] == "GET" or not any(value.startswith("@") for value in wire.values()):
        assert given == expected, "API 2.0 signature"


def alibaba(rng, binary, time):
    parameters = pick(rng, ["InstanceId", "RepoId", "BuildRecordId"], TEXTS) | pick(rng, ["Offset"], NUMBERS)
    environment = {"ALIBABA_CLOUD_ACCESS_KEY_ID": KEY_ID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET}
    if rng.random() < 0.3:
        environment["ALIBABA_CLOUD_SECURITY_TOKEN"] = "CAIS+/=" + "t" * rng.randrange(1, 300)
    region = rng.choice(["cn-hangzhou", "cn-shanghai", "ap-southeast-1"])
    sent = command(binary, "alibaba-cr", "ListRepoBuildRecordLog", parameters, environment,
                   "--region", region, "--sign-time", str(time), "--nonce", f"{rng.getrandbits(128):032x}",
                   "--http-method", rng.choice(["GET", "POST"]))
    url = urlsplit(sent["url"])
    assert url.netloc == f"cr.{region}.aliyuncs.com", url.netloc
    query = dict(parse_qsl(url.query, keep_blank_values=True))
    assert query == {name: str(value) for name, value in parameters.items()}, (query, parameters)
    headers = sent["headers"]
    assert headers.get("x-acs-security-token") == environment.get("ALIBABA_CLOUD_SECURITY_TOKEN")
    signed = headers["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
    request = DaraRequest()
    request.method, request.pathname, request.query = sent["method"], url.path or "/", query
    request.headers = {name: headers.get(name, url.netloc) for name in signed}
    for name in headers:
        assert not name.startswith("x-acs-") or name in signed, f"{name} is not signed"
    expected = AlibabaUtils.get_authorization(request, "ACS3-HMAC-SHA256", headers["x-acs-content-sha256"],
                                              KEY_ID, SECRET)
    assert headers["authorization"] == expected, "ACS3 signature"


def alibaba_rpc(rng, binary, time):
    parameters = pick(rng, ["InstanceId", "RepoId", "BuildRecordId"], TEXTS) | pick(rng, ["Offset"], NUMBERS)
    environment = {"ALIBABA_CLOUD_ACCESS_KEY_ID": KEY_ID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET}
    if rng.random() < 0.3:
        environment["ALIBABA_CLOUD_SECURITY_TOKEN"] = "CAIS+/=" + "t" * rng.randrange(1, 300)
    sent = command(binary, "alibaba-cr", "ListRepoBuildRecordLog", parameters, environment,
                   "--region", "cn-hangzhou", "--sign-time", str(time), "--nonce", f"{rng.getrandbits(128):032x}",
                   "--http-method", rng.choice(["GET", "POST"]), "--protocol", "aliyun-rpc-v1")
    text = "&".join(part for part in (urlsplit(sent["url"]).query, sent["body"]) if part)
    wire = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True))
    given = wire.pop("Signature")
    for name, value in parameters.items():
        assert wire[name] == str(value), (name, wire[name], value)
    assert wire.get("SecurityToken") == environment.get("ALIBABA_CLOUD_SECURITY_TOKEN")
    assert given == AlibabaUtils.get_rpcsignature(wire, sent["method"], SECRET), "RPC signature"


def huawei(rng, binary, time):
    path_texts = [text for text in TEXTS if text and "/" not in text and len(text) < 200]
    parameters = {name: rng.choice(path_texts) for name in ["instance_id", "namespace_name"]}
    parameters |= {"project_id": "0123456789abcdef0123456789abcdef", "policy_id": rng.choice(NUMBERS)}
    parameters |= pick(rng, ["offset", "limit"], NUMBERS) | pick(rng, ["status"], TEXTS)
    environment = {"HUAWEICLOUD_SDK_AK": KEY_ID, "HUAWEICLOUD_SDK_SK": SECRET}
    if rng.random() < 0.3:
        environment["HUAWEICLOUD_SDK_SECURITY_TOKEN"] = "gQ+/=" + "t" * rng.randrange(1, 300)
    region = rng.choice(["cn-north-4", "ap-southeast-1", "eu-west-101"])
    sent = command(binary, "huawei-swr", "ListInstanceWebhookJobs", parameters, environment,
                   "--region", region, "--sign-time", str(time))
    url = urlsplit(sent["url"])
    top = "eu" if region == "eu-west-101" else "com"
    assert url.netloc == f"swr-api.{region}.myhuaweicloud.{top}", url.netloc
    parts = [unquote(part) for part in url.path.split("/")]
    assert parts[2] == parameters["project_id"] and parts[6] == parameters["namespace_name"], parts
    headers = sent["headers"]
    assert headers.get("x-security-token") == environment.get("HUAWEICLOUD_SDK_SECURITY_TOKEN")
    signed = headers["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
    request = SdkRequest(method=sent["method"], schema="https", host=url.netloc, resource_path=url.path,
                         query_params=parse_qsl(url.query, keep_blank_values=True), body=sent["body"] or "",
                         header_params={name: headers.get(name, url.netloc) for name in signed})
    Signer(BasicCredentials(KEY_ID, SECRET, parameters["project_id"])).sign(request)
    assert headers["authorization"] == request.header_params["Authorization"], (
        "SDK-HMAC signature", headers["authorization"], request.header_params["Authorization"])
    assert url.query == "&".join(sorted(url.query.split("&"))), "the query is not sorted"


def main():
    binary = sys.argv[1]
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    for check in (tencent_tc3, tencent_legacy, alibaba, alibaba_rpc, huawei):
        for _ in range(cases):
            check(rng, binary, rng.randrange(1_500_000_000, 2_000_000_000))
        print(f"{check.__name__}: {cases} requests signed alike")


if __name__ == "__main__":
    main()
