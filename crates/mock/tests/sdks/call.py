"""The vendors' own SDKs against a running mock. Optional; needs
`pip install tencentcloud-sdk-python-tcr qcloudapi-sdk-python alibabacloud_cr20181201 aliyun-python-sdk-core huaweicloudsdkswr`.

Usage: python call.py http://127.0.0.1:PORT    (a mock with its standard keys)

Every SDK must succeed with the mock's key and fail with another secret.
"""

import sys

ENDPOINT = sys.argv[1]
HOST = ENDPOINT.split("://")[1]
TENCENT = ("AKIDmockMOCKmockMOCKmockMOCKmockMOCK", "mockTencentSecretKeyMockMock0000")
ALIBABA = ("LTAImockMOCKmockMOCKmock", "mockAlibabaAccessKeySecret0000")
HUAWEI = ("MOCKHUAWEIACCESSKEY0", "mockHuaweiSecretAccessKeyMockMockMock000")
PROJECT = "0123456789abcdef0123456789abcdef"
WRONG = "ThisIsNotTheSecretOfThatKey0000"


def tencent(secret, method="POST"):
    from tencentcloud.common import credential
    from tencentcloud.common.profile.client_profile import ClientProfile
    from tencentcloud.common.profile.http_profile import HttpProfile
    from tencentcloud.tcr.v20190924 import models, tcr_client

    http = HttpProfile(protocol="http", endpoint=HOST, reqMethod=method)
    key = credential.Credential(TENCENT[0], secret)
    client = tcr_client.TcrClient(key, "ap-guangzhou", ClientProfile(httpProfile=http))
    request = models.DescribeApplicationTriggerLogPersonalRequest()
    request.RepoName = "ccs-dev/ngi nx+é"
    request.Limit = 5
    return client.DescribeApplicationTriggerLogPersonal(request).Data.TotalCount


def tencent_legacy(secret, method="GET", digest="HmacSHA1"):
    import json
    from http.client import HTTPConnection

    from QcloudApi.modules import base

    class Plain(HTTPConnection):  # the SDK itself speaks https only
        request_length = 0

    class Ccr(base.Base):  # with a host of our own
        requestHost = HOST

    config = {"secretId": TENCENT[0], "secretKey": secret, "Region": "gz", "method": method}
    module = Ccr(dict(config, SignatureMethod=digest))
    module.apiRequest.conn = Plain(HOST)
    answer = json.loads(module.call("ListTriggerLog", {"reponame": "test/ku be+é", "limit": 5}))
    if answer["code"] != 0:
        raise RuntimeError(answer)
    return answer["data"]["totalCount"]


def alibaba(secret, signature=None):
    from alibabacloud_cr20181201 import models
    from alibabacloud_cr20181201.client import Client
    from alibabacloud_tea_openapi.models import Config

    config = Config(access_key_id=ALIBABA[0], access_key_secret=secret, endpoint=HOST, protocol="HTTP")
    if signature:
        config.signature_algorithm = signature
    request = models.ListRepoBuildRecordLogRequest(
        instance_id="cri-a b+c/d", build_record_id="B~*'", repo_id="crr-1", offset=0
    )
    return Client(config).list_repo_build_record_log(request).body.total_count


def alibaba_core(secret):
    from aliyunsdkcore.client import AcsClient
    from aliyunsdkcore.request import CommonRequest

    request = CommonRequest(domain=HOST, version="2018-12-01", action_name="ListRepoBuildRecordLog")
    request.set_protocol_type("http")
    request.set_method("POST")
    for name, value in (("InstanceId", "i é"), ("BuildRecordId", "b"), ("RepoId", "r")):
        request.add_query_param(name, value)
    return AcsClient(ALIBABA[0], secret, "cn-hangzhou").do_action_with_exception(request)


def huawei(secret):
    from huaweicloudsdkcore.auth.credentials import BasicCredentials
    from huaweicloudsdkswr.v2 import ListInstanceWebhookJobsRequest, SwrClient

    key = BasicCredentials(HUAWEI[0], secret, PROJECT)
    client = SwrClient.new_builder().with_credentials(key).with_endpoints([ENDPOINT]).build()
    request = ListInstanceWebhookJobsRequest(
        instance_id="i-1", namespace_name="library", policy_id=16, limit=5, offset=10, status="Failed"
    )
    return client.list_instance_webhook_jobs(request).total


def main():
    failures = 0
    for name, call, secret in (
        ("tencent, POST", tencent, TENCENT[1]),
        ("tencent, GET", lambda secret: tencent(secret, "GET"), TENCENT[1]),
        ("tencent 2.0, GET", tencent_legacy, TENCENT[1]),
        ("tencent 2.0, POST", lambda secret: tencent_legacy(secret, "POST", "HmacSHA256"), TENCENT[1]),
        ("alibaba, ACS3", alibaba, ALIBABA[1]),
        ("alibaba, RPC 1.0", lambda secret: alibaba(secret, "v2"), ALIBABA[1]),
        ("alibaba, core SDK", alibaba_core, ALIBABA[1]),
        ("huawei, AK/SK", huawei, HUAWEI[1]),
    ):
        try:
            outcome = f"succeeds: {call(secret)!r:.60}"
        except Exception as error:  # whatever the SDK raises
            outcome, failures = f"FAILS: {error!r:.300}", failures + 1
        print(f"{name:20} right key {outcome}")
        try:
            print(f"{name:20} wrong key SUCCEEDS: {call(WRONG)!r:.60}")
            failures += 1
        except Exception as error:
            print(f"{name:20} wrong key fails: {type(error).__name__} {str(error):.110}".replace("\n", " "))
    sys.exit(failures)


main()
