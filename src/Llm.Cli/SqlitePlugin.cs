using Llm.Storage.Toolboxes;

namespace Llm.Cli;

/// <summary>The plugin with the toolbox <c>Sqlite</c>.</summary>
/// <remarks>It belongs to the command, because the host has no database and programs that use it may not want one.</remarks>
internal sealed class SqlitePlugin : IPlugin
{
    public string Name => "llm-sqlite";

    public void RegisterTools(ToolRegistry tools) =>
        tools.Add(ToolboxType.Create((string path) => new SqliteToolbox(path), "Sqlite"));
}
