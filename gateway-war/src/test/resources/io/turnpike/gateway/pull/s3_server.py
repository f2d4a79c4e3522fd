"""Moto with one bucket that has the files of a directory, and one user who may read it; signatures are checked from then on.

Usage: s3_server.py PORT BUCKET DIRECTORY. Prints access key and secret key of the user once it listens.
"""
import json
import os
import sys
from pathlib import Path
from urllib.parse import quote, unquote

# Moto reads it when it is imported; it is set to zero when all is prepared.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "1000000"

import boto3  # noqa: E402
import requests  # noqa: E402
from moto.iam.access_control import IAMRequestBase  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

# Moto checks the signature of the decoded path. It is the encoded one that is signed (Signature Version 4, "CanonicalUri").
make_request = IAMRequestBase._create_aws_request


def make_encoded_request(self):
    self._path = quote(unquote(self._path), safe="/-_.~")
    return make_request(self)


IAMRequestBase._create_aws_request = make_encoded_request

port, bucket, directory = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
server.start()
url = f"http://127.0.0.1:{port}"
root = {
    "endpoint_url": url,
    "region_name": "us-east-1",
    "aws_access_key_id": "setup",
    "aws_secret_access_key": "setup",
}

iam = boto3.client("iam", **root)
iam.create_user(UserName="gateway")
statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
iam.put_user_policy(
    UserName="gateway",
    PolicyName="reads",
    PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
)
key = iam.create_access_key(UserName="gateway")["AccessKey"]

s3 = boto3.client("s3", **root)
s3.create_bucket(Bucket=bucket)
for file in sorted(directory.rglob("*")):
    if file.is_file():
        s3.put_object(Bucket=bucket, Key=str(file.relative_to(directory)), Body=file.read_bytes())

requests.post(f"{url}/moto-api/reset-auth", data=b"0", timeout=10).raise_for_status()
print(key["AccessKeyId"], key["SecretAccessKey"], flush=True)
sys.stdin.read()
