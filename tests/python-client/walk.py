"""Feeds positions, receives events and issues a command: one JSON line a step. Arguments: one JSON object, see the test."""

import json
import sys
import uuid

import rampart_client as rampart


def say(step, **facts):
    print(json.dumps({"step": step, **facts}, ensure_ascii=False), flush=True)


def main():
    given = json.loads(sys.argv[1])
    with open(given["caFile"], encoding="utf-8") as file:
        ingest_tls = rampart.trusting(file.read())
    with open(given["ingestKeyFile"], encoding="utf-8") as file:
        ingest_key = file.read().strip()

    def send(path, body):
        return rampart.https(ingest_tls, given["ingestUrl"], "POST", path, body, ingest_key)

    seat, ca_pem = rampart.enrol(given["feedUrl"], given["code"])
    say("enrolled", seatId=seat["seatId"], roles=seat["roles"])
    try:
        rampart.enrol(given["feedUrl"], given["code"])
    except rampart.Refused as refused:
        say("again", code=str(refused))

    view = {"view": "seat", "role": "dispatcher"}
    ctl = rampart.Feed(given["feedUrl"], ca_pem, "/ctl", seat["key"], view)
    beat = ctl.next("heartbeat")
    now_ms = beat["nowMs"]
    log = rampart.Log(ctl, seat["stream"])
    unit = log.until(lambda event: event["kind"] == "unit/registered")["data"]

    fix = {"unitId": unit["unitId"], "atMs": now_ms, "lon": 117.0213, "lat": 36.6651, "datum": "wgs84", "headingDeg": 90.5, "speedMps": 12.34}
    status, answer = send("/v1/positions", {"rows": [fix, {**fix, "unitId": "nobody"}]})
    say("positions", status=status, results=answer["results"])
    pos = rampart.Feed(given["feedUrl"], ca_pem, "/pos", seat["key"], view)
    rows = rampart.decode_frame(pos.next("frame"))
    say("frame", fixes=[row for row in rows if row["slot"] == unit["slot"]])
    page = ctl.ask("history/positions", {"fromMs": now_ms - 1000, "toMs": now_ms + 1000, "keyframe": True})
    say("history", fixes=len(rampart.decode_frame(page["frame"])), toMs=page["toMs"])

    alert = {
        "source": "bank-alarm",
        "sourceId": "python-1",
        "level": "L1",
        "scamType": "investment",
        "title": {"zh": "柜台大额取现", "en": "Large withdrawal"},
        "reason": {"zh": "柜员识别", "en": "The teller noticed"},
        "place": {"kind": "branch", "lon": 117.02, "lat": 36.665, "radiusM": 30, "datum": "gcj02"},
        "clock": {"kind": "unknown", "sinceMs": now_ms},
    }
    status, answer = send("/v1/alerts", alert)
    alert_id = answer["results"][0]["id"]
    say("alert", status=status, result=answer["results"][0])
    raised = log.until(lambda event: event["kind"] == "alert/raised" and event["data"]["alertId"] == alert_id)
    say("raised", title=raised["data"]["title"]["zh"], seq=raised["seq"])

    command = {
        "commandId": str(uuid.uuid4()),
        "kind": "order/assign",
        "payload": {"target": {"alertId": alert_id}, "unitId": unit["unitId"], "approach": "plain"},
        "actor": {"type": "seat", "id": "anybody"},
        "issuedAtMs": now_ms,
        "ttlMs": 60000,
    }
    first = ctl.ask("command", command)
    say("command", answer=first, isRepeated=ctl.ask("command", command) == first)
    log.until(lambda event: event["seq"] == first["seq"])
    issued = log.until(lambda event: event["kind"] == "order/issued")
    say("issued", actor=issued["actor"], isNamed=issued["data"]["orderId"] == first["ids"]["orderId"])
    say("directory", contacts=len(ctl.ask("directory", {})["contacts"]))
    say("checked", events=len(log.events))
    pos.close()
    ctl.close()

    for name, handshake in {
        "wrong key": ("wrong", view),
        "other role": (seat["key"], {"view": "seat", "role": "commander"}),
    }.items():
        try:
            rampart.Feed(given["feedUrl"], ca_pem, "/ctl", *handshake)
        except rampart.Refused as refused:
            say("refused", what=name, code=str(refused))


main()
