using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Tasks;

/// <summary>Says by its exit code and in words whether a text is harmful.</summary>
internal sealed class ModerateCommand(CliContext context) : Command
{
    public const string Name = "moderate";
    public const string Summary = "Check whether a text is harmful";

    /// <summary>The exit code for a harmful text; errors have 1 and misuse 2.</summary>
    private const int Flagged = 3;

    private readonly OptionalArgument<string> text = new("TEXT");
    private readonly TaskModelOptions model = new("moderation model", "moderation");
    private readonly Flag json = new("--json") { Help = "Output as JSON, with all categories" };

    public override string? Example => "llm moderate 'You are a wonderful person'";

    public override string Help => $"""
        {Summary}

        The text is TEXT or standard input. The exit code is 0 if the model finds nothing, and 3 if it flags the text; the categories for
        which it does are printed with their scores. Nothing is logged.

        \b
            llm moderate 'You are a wonderful person'
            llm moderate --json < comment.txt
        """;

    public override IReadOnlyList<Parameter> Parameters => [text, .. model.All, json];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var found = model.Find(
            invocation, context.Host.ModerationModels,
            (address, name, sendKey) => context.Host.OpenAIServer(address).CreateModerationModel(name, sendKey));
        var checkedText = invocation.Get(text) ?? await context.Input.ReadTextAsync(cancellationToken);
        ModerationResult result;
        using (ProgressLine.Start(context.Terminal, found.Id))
            result = await found.ModerateAsync(checkedText, model.Key(invocation), cancellationToken);
        if (invocation.Get(json)) context.Terminal.WriteLine(PythonJson.Indented(ToJson(result)));
        else context.Terminal.Write(ToText(result));
        return result.IsFlagged ? Flagged : 0;
    }

    private static string ToText(ModerationResult result)
    {
        if (!result.IsFlagged) return "not flagged\n";
        var lines = new List<string[]>();
        foreach (var category in result.Categories)
            if (category.IsFlagged)
                lines.Add([$"  {category.Name}", category.Score is { } score ? PythonNumber.Format(score) : ""]);
        return "flagged\n" + TextTable.Write(lines);
    }

    private static JsonObject ToJson(ModerationResult result)
    {
        var categories = new JsonArray();
        foreach (var category in result.Categories)
        {
            categories.AddNode(
                new JsonObject { ["name"] = category.Name, ["flagged"] = category.IsFlagged, ["score"] = category.Score });
        }

        return new JsonObject { ["flagged"] = result.IsFlagged, ["categories"] = categories };
    }
}
