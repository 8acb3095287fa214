"""Make an HTML report of a table: types, missing and distinct values, ranges, outliers, with histograms.

The page is self-contained: it loads nothing and holds no script.
"""

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceForm
from flowforge_data.core.faults import READING
from flowforge_data.core.tables.steps.step import LIMITS, RUN
from servicekit import Context, FileOutput, operation


class ProfileReportForm(SourceForm):
    title: str = Field("Profile", min_length=1, max_length=200, description="Title of the page.")


@operation(
    "/tables/profile-report",
    errors=READING,
    run=RUN,
    json_file=True,
    limits=LIMITS,
    example={"text": "city,n\nRome,1\nOslo,2\nRome,90\n", "title": "Cities"},
)
def report_profile(form: ProfileReportForm, context: Context) -> FileOutput:
    from flowforge_data.core.conversion.requests import open_source  # noqa: PLC0415 - polars is for workers
    from flowforge_data.core.tables.profiling.profiles import profile  # noqa: PLC0415 - likewise
    from flowforge_data.core.tables.profiling.report import report_of_profile  # noqa: PLC0415 - likewise

    page = report_of_profile(profile(open_source(form, context.workspace)), form.title)
    return FileOutput(page.encode(), "text/html; charset=utf-8", "profile.html")
