"""Profile a table: types, missing and distinct values, ranges, outliers, frequent values and shapes.

/tables/profile-report makes an HTML page of the same figures.
"""

from flowforge_data.core.conversion.forms import SourceForm
from flowforge_data.core.faults import READING
from flowforge_data.core.tables.profiling.results import TableProfile
from flowforge_data.core.tables.steps.step import LIMITS, RUN
from servicekit import Cache, Context, operation


class ProfileForm(SourceForm):
    pass


@operation(
    "/tables/profile",
    errors=READING,
    run=RUN,
    limits=LIMITS,
    cache=Cache(hours=1),
    example={"text": "city,n\nRome,1\nOslo,2\nRome,90\n"},
)
def profile_table(form: ProfileForm, context: Context) -> TableProfile:
    from flowforge_data.core.conversion.requests import open_source  # noqa: PLC0415 - polars is for workers
    from flowforge_data.core.tables.profiling.profiles import profile  # noqa: PLC0415 - likewise

    return profile(open_source(form, context.workspace))
