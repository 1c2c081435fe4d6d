using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Json;
using Llm.Mcp;

namespace Llm.Cli.Commands.Mcp;

internal sealed class McpTestCommand(CliContext context) : Command
{
    public const string Name = "test";

    private readonly ValueArgument<string> name = new("NAME");
    private readonly Flag json = new("--json") { Help = "Output as JSON, with all names" };

    public override string? Example => "llm mcp test files";

    public override string Help => "Start a server and show what it offers";

    public override IReadOnlyList<Parameter> Parameters => [name, json];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var server = invocation.Get(name);
        var start = Stopwatch.GetTimestamp();
        McpInspection found;
        var warnings = new ServerWarnings(context.Terminal);
        using (ProgressLine.Start(context.Terminal, $"mcp:{server}"))
        {
            var servers = new McpServers(context.Host.Directory) { Keys = context.Host.Services.Keys!, Warn = warnings.Add };
            found = await servers.InspectAsync(server, cancellationToken);
        }

        var time = Stopwatch.GetElapsedTime(start);
        warnings.Write();
        context.Terminal.WriteLine(invocation.Get(json) ? ToJson(found, time) : ToText(found, time));
        return 0;
    }

    private static string ToText(McpInspection found, TimeSpan time) =>
        $"{found.Name} {found.Version}".TrimEnd()
        + $": {Count.Of(found.Tools.Count, "tool")}, {Count.Of(found.Resources.Count, "resource")}, "
        + $"{Count.Of(found.Prompts.Count, "prompt")}\n"
        + (found.Prompts.Count > 0 ? $"Prompts: {string.Join(", ", found.Prompts)}\n" : "")
        + $"Answered in {time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s";

    private static string ToJson(McpInspection found, TimeSpan time) => PythonJson.Indented(new JsonObject
    {
        ["name"] = found.Name,
        ["version"] = found.Version,
        ["tools"] = ArrayOf(found.Tools),
        ["resources"] = ArrayOf(found.Resources),
        ["prompts"] = ArrayOf(found.Prompts),
        ["duration_ms"] = (long)time.TotalMilliseconds,
    });

    private static JsonArray ArrayOf(IEnumerable<string> names) => new([.. names.Select(entry => JsonValue.Create(entry))]);
}
