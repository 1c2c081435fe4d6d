namespace Llm.Storage.Migrations;

/// <summary>A column as it stands in a table.</summary>
internal sealed record Column(string Name, string Type, bool NotNull, string? Default, int KeyPosition);

/// <summary>A reference from one column to another table.</summary>
internal sealed record ColumnReference(string Column, string Table, string OtherColumn);
