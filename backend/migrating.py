"""Operations that migrations of every app may use."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.models import Field


class AddColumns(Operation):
    """Many AddField at once on one model: plain columns with a constant default or none, and links that may be empty.

    Django renders every related model anew after each AddField, and on SQLite makes the table anew for each column that
    may not be empty: together seconds on every first start. Here both happen once, or not at all. What stays behind
    in SQLite is each column's default in the schema, which nobody reads.
    """

    reversible = False

    def __init__(self, model_name: str, fields: Sequence[tuple[str, "Field[Any, Any]"]]) -> None:
        self.model_name = model_name
        self.fields = fields

    def state_forwards(self, app_label: str, state: Any) -> None:
        rendered = state.__dict__.pop("apps", None)
        for name, field in self.fields:
            state.add_field(app_label, self.model_name.lower(), name, field, preserve_default=True)
        if rendered is not None:
            state.__dict__["apps"] = rendered
            state.reload_model(app_label, self.model_name.lower())

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        for name, _field in self.fields:
            field = model._meta.get_field(name)
            if schema_editor.connection.vendor == "sqlite" and not field.is_relation:
                self._in_place(schema_editor, model, field)
            else:
                schema_editor.add_field(from_state.apps.get_model(app_label, self.model_name), field)

    def _in_place(self, schema_editor: Any, model: Any, field: Any) -> None:
        definition, params = schema_editor.column_sql(model, field, include_default=True)
        said = {
            "table": schema_editor.quote_name(model._meta.db_table),
            "column": schema_editor.quote_name(field.column),
            "definition": definition,
        }
        schema_editor.execute(schema_editor.sql_create_column % said, params or None)

    def describe(self) -> str:
        return f"Add {len(self.fields)} columns to {self.model_name}"
