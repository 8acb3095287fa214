"""Remove a note: DELETE /notes/{name}."""

from servicekit import Context, operation


@operation("/notes/{name}", method="DELETE", example=None)
def forget_note(name: str, context: Context) -> None:
    context.store.delete(name)
