namespace Llm.Storage.Migrations;

/// <summary>Writes names into SQL.</summary>
internal static class SqlText
{
    /// <summary>The name in double quotes.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
