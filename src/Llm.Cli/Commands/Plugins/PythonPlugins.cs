using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Yaml;

namespace Llm.Cli.Commands.Plugins;

/// <summary>Well-known plugins of the Python tool, whose names are answered with what there is in their place.</summary>
/// <remarks>The table is a resource of the twin, and read only for a name that begins with <c>llm-</c>.</remarks>
[RequiresUnreferencedCode(RuntimeCode.Reason)]
internal static class PythonPlugins
{
    /// <summary>The answer for a package that a user wants to install; null if it is not the name of such a plugin.</summary>
    public static string? AnswerFor(string package)
    {
        var name = package.Split("==")[0].Split('@')[0].Split('[')[0].Trim().ToLowerInvariant().Replace('_', '-');
        if (!name.StartsWith("llm-", StringComparison.Ordinal)) return null;
        var table = (JsonObject)Read();
        if (table["plugins"]![name] is not JsonObject plugin) return null;
        return $"{name} is a plugin of the Python tool. {Describe(plugin, (string)table["date"]!)} Nothing was installed.";
    }

    private static string Describe(JsonObject plugin, string date)
    {
        if (plugin.Text("package") is { } package) return $"The package {package} does the same: llm install {package}.";
        if (plugin.Text("built_in") is { } builtIn) return $"This is built in: {builtIn}.";
        if (plugin.Text("server") is { } server)
        {
            var planned = plugin.Text("planned") is { } what ? $" {Capitalised(what)} are planned to be built in." : "";
            return $"The models of {plugin.Text("of")} need no plugin: describe them in extra-openai-models.yaml with api_base: {server}. "
                + $"See docs/providers/openai.md.{planned}";
        }

        return plugin.Text("planned") is { } later
            ? $"{Capitalised(later)}: planned, but not available yet, as of {date}."
            : $"There is no such plugin for .NET, as of {date}: {plugin.Text("missing")}.";
    }

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static JsonNode Read() => YamlText.ParseResource(typeof(PythonPlugins), "python-plugins.yaml")!;
}
