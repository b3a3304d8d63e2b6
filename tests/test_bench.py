"""The measure measures: its bare script renders what the program is compared with. No times are tested."""

import json

import bench


def test_the_bare_script_s_data_are_the_plan_s_context(context_2017):
    plain = bench.as_plain(context_2017)
    assert json.loads(json.dumps(plain, ensure_ascii=False)) == plain
    assert plain["titel"] == "Verksamhetsplan 2017"
    assert plain["syfte"]["text"][0]["innehåll"]["xml"].startswith("<w:r>")
