"""Signs in source code: what is called counts; what only looks like it does not."""

import json

import pytest

from enduse.capability.components.table import load_components
from enduse.capability.source.reading import SightingKind, read_source
from enduse.capability.source.signs import build_signs, folded, load_signs
from enduse.capability.taxonomy import load_taxonomy

SIGNS = load_signs()
FACES, PLATES = "biometric.face_recognition", "location.alpr"


def seen(path, text):
    return {
        (sighting.line, given.capability)
        for sighting in read_source(path, text, SIGNS)
        for given in sighting.gives
    }


@pytest.mark.parametrize(
    ("path", "text", "line", "capability"),
    [
        ("a.py", 'c = boto3.client("rekognition")\nc.search_faces_by_image()\n', 2, FACES),
        ("a.ts", 'import {x} from "@aws-sdk/client-rekognition"\nnew IndexFacesCommand(y)\n', 2, FACES),
        ("A.java", "RekognitionClient c;\nc.searchFacesByImage(SearchFacesByImageRequest r);\n", 2, FACES),
        ("a.go", 'import "github.com/aws/aws-sdk-go/service/rekognition"\nsvc.IndexFaces(in)\n', 2, FACES),
        ("A.cs", "using Amazon.Rekognition;\nawait c.SearchFacesByImageAsync(r);\n", 2, FACES),
        ("a.php", "use Aws\\Rekognition;\n$c->compareFaces($a);\n", 2, "biometric.face_verification"),
        ("a.py", "from azure.ai.vision.face import FaceClient\nc.identify_from_large_person_group()\n", 2, FACES),
        ("a.py", "import aliyun.facebody\nclient.search_face(r)\n", 2, FACES),
        ("a.py", "from tencentcloud.iai.v20200303 import iai_client\nc.SearchPersons(r)\n", 2, FACES),
        ("A.java", "import com.huaweicloud.sdkfrs;\nc.searchFaceByFile(r);\n", 2, FACES),
        ("a.py", 'post("https://aip.baidubce.com/rest/2.0/face/v3/search")\n', 1, FACES),
        ("a.js", "const s = require('microsoft-cognitiveservices-speech-sdk')\nnew s.SpeakerRecognizer(c)\n", 2, "biometric.voice_speaker"),
        ("a.rb", 'require "twilio-ruby"\nclient.recordings.list\n', 2, "recording.call_recording"),
        ("a.py", 'requests.post("https://api.platerecognizer.com/v1/plate-reader/")\n', 1, PLATES),
        ("a.py", 'subprocess.run(["tshark", "-i", "eth0"])\n', 1, "internet.packet_capture_nsm"),
        ("a.js", "exec(`tcpdump -w out.pcap`)\n", 1, "internet.packet_capture_nsm"),
        ("a.sh", "set -e\nsudo hcxdumptool -i wlan0\n", 2, "internet.wireless_interception"),
        ("Dockerfile", "RUN make\nRUN airodump-ng wlan0\n", 2, "internet.wireless_interception"),
        ("a.py", 'session = load("models/w600k_r50.onnx")\n', 1, FACES),
        ("a.cpp", 'net.load("weights/lprnet_v2.caffemodel");\n', 1, PLATES),
        ("a.py", "import face_recognition\n", 1, FACES),
        ("a.ts", "import * as f from '@vladmandic/face-api'\n", 1, FACES),
        ("a.go", '\t"github.com/google/gopacket/pcap"\n', 1, "internet.packet_capture_nsm"),
        ("a.rs", "use whisper_rs::Context;\n", 1, "analytics.speech_to_text"),
        ("a.c", "pcap_loop(handle, -1, got, NULL);\n", 1, "internet.packet_capture_nsm"),
        ("M.xml", '<uses-permission android:name="android.permission.READ_SMS"/>\n', 1, "internet.endpoint_monitoring"),
        ("settings.yaml", "stream: rtsp://camera/1\n", 1, "recording.video_surveillance"),
    ],
)  # fmt: skip
def test_a_sign_is_seen_on_its_line(path, text, line, capability):
    assert (line, capability) in seen(path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "catalogue.search_faces(dice)\n"),  # no service beside it
        ("a.py", "user.identify()\nmodel.verify()\n"),
        ("a.py", "# runs tshark like subprocess.run(['tshark'])\n"),
        ("a.js", "// import f from '@vladmandic/face-api'\n"),
        ("a.py", 'title = "wireshark"\n'),  # nothing near starts a program
        ("a.py", 'print("motion")\nsubprocess.run(["ls"])\n'),
        ("a.py", 'x = "arcface.txt"\n'),  # not a file of weights
        ("notes.md", "import face_recognition\n"),
        ("a.py", ""),
    ],
)
def test_what_only_looks_like_a_sign_is_not_one(path, text):
    assert seen(path, text) == set()


def test_a_notebook_is_read_by_its_code_cells():
    cells = [
        {"cell_type": "markdown", "source": ["import deepface"]},
        {"cell_type": "code", "source": ["import os\n", "import deepface\n"]},
    ]
    assert (2, FACES) in seen("n.ipynb", json.dumps({"cells": cells}))
    assert seen("n.ipynb", "{damaged") == set()


def test_an_import_that_may_mean_something_else_is_marked():
    (sighting,) = read_source("a.py", "import whisper\n", SIGNS)
    assert sighting.kind is SightingKind.IMPORT
    assert not sighting.is_sure


def test_a_very_long_line_is_read_at_its_beginning_only():
    text = "import face_recognition; " + "x" * 5_000_000
    assert (1, FACES) in seen("a.py", text)


def test_names_of_operations_fold_alike():
    forms = ("IndexFaces", "index_faces", "indexFaces", "IndexFacesCommand", "IndexFacesRequest")
    assert {folded(form) for form in forms} == {"indexfaces"}


@pytest.mark.parametrize(
    "text",
    [
        '[[words]]\nnames = ["x"]\ncapabilities = ["no.such=core"]\nreason = "r"\n',
        '[[words]]\nnames = ["x"]\ncapabilities = ["infra.vision_ai=core"]\nreason = "r"\nodd = 1\n',
        '[[commands]]\nnames = ["x"]\ncomponent = "deb/none"\n',
    ],
)
def test_a_malformed_sign_of_our_own_stops_the_program(text):
    sections = ("calls", "words", "addresses", "commands", "models")
    rest = "".join(f"{name} = []\n" for name in sections if f"[[{name}]]" not in text)
    with pytest.raises(Exception, match=r"no such capability|unknown key|unknown component"):
        build_signs(rest + text, load_taxonomy(), load_components())
