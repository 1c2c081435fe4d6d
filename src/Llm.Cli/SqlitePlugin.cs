using Llm.Storage.Toolboxes;

namespace Llm.Cli;

/// <summary>The toolbox <c>Sqlite</c>. It is the command's, as the host has no database and its users may want none.</summary>
internal sealed class SqlitePlugin : IPlugin
{
    public string Name => "llm-sqlite";

    public void RegisterTools(ToolRegistry tools) => tools.Add(ToolboxType.Of<SqliteToolbox>((string path) => new SqliteToolbox(path), "Sqlite"));
}
