#!/usr/bin/env python3
"""Points the vendors' own SDKs at `cloudwright mock`.

    pip install -r tests/vendor_sdks/requirements.txt
    cargo build --package cloudwright-cli
    python tests/vendor_sdks/call_mock.py target/debug/cloudwright

Each SDK must succeed with the key that the mock printed, and fail with another secret. CI does not
need this; it is for those who change the mock or a protocol.
"""

import json
import shlex
import subprocess
import sys
from http.client import HTTPConnection

from QcloudApi.modules import base as legacy
from alibabacloud_cr20181201.client import Client as AlibabaClient
from alibabacloud_cr20181201.models import ListRepoBuildRecordLogRequest
from alibabacloud_tea_openapi.models import Config
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkswr.v2 import ListInstanceWebhookJobsRequest, SwrClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.tcr.v20190924 import models, tcr_client

ROWS = 123
WRONG = "ThisIsNotTheSecretOfThatKey0000"


def start(binary):
    """Starts the mock and reads what it prints: an address for each service, and variables."""
    mock = subprocess.Popen([binary, "mock", "--rows", str(ROWS)], stdout=subprocess.PIPE, text=True)
    endpoints, variables = {}, {}
    for line in mock.stdout:
        if "--endpoint" in line:
            service, endpoint = line.lstrip("# ").split(": --endpoint ")
            endpoints[service] = endpoint.strip()
        elif line.startswith("export "):
            name, value = shlex.split(line)[1].split("=", 1)
            variables[name] = value
            if name.startswith("HUAWEICLOUD_SDK_REGION_SWR"):
                break  # the last line
    return mock, endpoints, variables


def tencent_tc3(endpoint, variables, secret, method):
    http = HttpProfile(protocol="http", endpoint=endpoint.split("://")[1], reqMethod=method)
    key = Credential(variables["TENCENTCLOUD_SECRET_ID"], secret or variables["TENCENTCLOUD_SECRET_KEY"])
    client = tcr_client.TcrClient(key, "ap-guangzhou", ClientProfile(httpProfile=http))
    request = models.DescribeApplicationTriggerLogPersonalRequest()
    request.RepoName, request.Limit = "ccs-dev/ngi nx+é仓库", 5
    answer = client.DescribeApplicationTriggerLogPersonal(request)
    assert len(answer.Data.LogInfo) == 5, answer
    return answer.Data.TotalCount


def tencent_legacy(endpoint, variables, secret, method, digest):
    class Plain(HTTPConnection):  # the SDK itself speaks https only
        request_length = 0

    class Ccr(legacy.Base):
        requestHost = endpoint.split("://")[1]

    config = {"secretId": variables["TENCENTCLOUD_SECRET_ID"], "Region": "gz", "method": method,
              "secretKey": secret or variables["TENCENTCLOUD_SECRET_KEY"], "SignatureMethod": digest}
    module = Ccr(config)
    module.apiRequest.conn = Plain(Ccr.requestHost)
    answer = json.loads(module.call("ListTriggerLog", {"reponame": "test/ku be+é", "limit": 5}))
    if answer["code"] != 0:
        raise RuntimeError(answer)
    return answer["data"]["totalCount"]


def alibaba(endpoint, variables, secret, algorithm):
    config = Config(access_key_id=variables["ALIBABA_CLOUD_ACCESS_KEY_ID"], protocol="HTTP",
                    access_key_secret=secret or variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
                    endpoint=endpoint.split("://")[1], signature_algorithm=algorithm)
    request = ListRepoBuildRecordLogRequest(instance_id="cri-a b+c/d", build_record_id="B~*'",
                                            repo_id="crr-1", offset=0)
    return int(AlibabaClient(config).list_repo_build_record_log(request).body.total_count)


def alibaba_core(endpoint, variables, secret):
    """The older SDK, of which every product's is made."""
    request = CommonRequest(domain=endpoint.split("://")[1], version="2018-12-01",
                            action_name="ListRepoBuildRecordLog")
    request.set_protocol_type("http")
    request.set_method("POST")
    for name, value in (("InstanceId", "i é"), ("BuildRecordId", "b"), ("RepoId", "r")):
        request.add_query_param(name, value)
    client = AcsClient(variables["ALIBABA_CLOUD_ACCESS_KEY_ID"],
                       secret or variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"], "cn-hangzhou")
    return int(json.loads(client.do_action_with_exception(request))["TotalCount"])


def huawei(endpoint, variables, secret):
    key = BasicCredentials(variables["HUAWEICLOUD_SDK_AK"], secret or variables["HUAWEICLOUD_SDK_SK"],
                           variables["HUAWEICLOUD_SDK_PROJECT_ID"])
    client = SwrClient.new_builder().with_credentials(key).with_endpoints([endpoint]).build()
    request = ListInstanceWebhookJobsRequest(instance_id="i-1", namespace_name="library", policy_id=16,
                                             limit=5, offset=10, status="Failed")
    return client.list_instance_webhook_jobs(request).total


CASES = [
    ("tencent-tcr", "TC3, POST", tencent_tc3, ["POST"]),
    ("tencent-tcr", "TC3, GET", tencent_tc3, ["GET"]),
    ("tencent-ccr", "API 2.0, GET, HmacSHA1", tencent_legacy, ["GET", "HmacSHA1"]),
    ("tencent-ccr", "API 2.0, POST, HmacSHA256", tencent_legacy, ["POST", "HmacSHA256"]),
    ("alibaba-cr", "ACS3", alibaba, [None]),
    ("alibaba-cr", "RPC 1.0", alibaba, ["v2"]),
    ("alibaba-cr", "RPC 1.0, core SDK", alibaba_core, []),
    ("huawei-swr", "AK/SK", huawei, []),
]


def main():
    mock, endpoints, variables = start(sys.argv[1])
    failures = 0
    try:
        for service, name, call, more in CASES:
            try:
                rows = call(endpoints[service], variables, None, *more)
                right = "succeeds" if rows == ROWS else f"FAILS: {rows} rows"
            except Exception as error:  # whatever the SDK raises
                right = f"FAILS: {error!r:.200}"
            try:
                call(endpoints[service], variables, WRONG, *more)
                wrong = "SUCCEEDS"
            except Exception as error:
                wrong = f"fails: {type(error).__name__}"
            failures += right != "succeeds" or wrong == "SUCCEEDS"
            print(f"{service} {name}: the right key {right}, the wrong key {wrong}")
    finally:
        mock.terminate()
        stopped = mock.wait(timeout=5)
    assert stopped == 0, f"the mock ended with {stopped}"
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
