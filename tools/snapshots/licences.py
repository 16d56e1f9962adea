"""The LICENSE notices of the snapshots whose licence asks for a notice of their own."""

_SHARE_ALIKE = """\
This folder is not under the licence of the rest of this project.

The figures here are licensed under the Creative Commons Attribution-ShareAlike 4.0
International licence (CC BY-SA 4.0). You may share and adapt them if you give credit, say what
you changed and pass your version on under the same licence.

Licence deed: https://creativecommons.org/licenses/by-sa/4.0/
Licence text: https://creativecommons.org/licenses/by-sa/4.0/legalcode

Source
{source}

Changes
{changes}
"""

LICENCES = {
    "vdem": _SHARE_ALIKE.format(
        source="""\
Coppedge, Michael, et al. 2024. "V-Dem Country-Year Dataset v14". Varieties of Democracy
(V-Dem) Project. https://doi.org/10.23696/mcwt-fr58
Series marked v12, v13, v15 or v16 are from those releases of the same dataset.""",
        changes="""\
This is a reshaped subset: selected variables, one row for each variable, country and year from
1990, point estimates only. The columns `worse_than` and `countries` were computed by this
project, and the titles are this project's words. The V-Dem Project did not review it.""",
    ),
    "targeted_threats": _SHARE_ALIKE.format(
        source="""\
Guarnieri, Claudio. Targeted Threats, list of 2021-11-11.
https://github.com/botherder/targetedthreats""",
        changes="""\
This is a reshaped subset: the number of listed reports for each country and year. The columns
`worse_than` and `countries` were computed by this project, and the title is this project's
words. The author did not review it.""",
    ),
}
