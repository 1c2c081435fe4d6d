using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Templates;

internal sealed class TemplatesListCommand(CliContext context) : Command
{
    public const string Name = "list";

    public override string? Example => "llm templates";

    public override string Help => "List available prompt templates";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var templates = context.Host.Templates.List().ToList();
        var width = templates.Count == 0 ? 0 : templates.Max(template => template.Name.Length);
        foreach (var template in templates)
        {
            var line = $"{template.Name.PadRight(width)} : {Summarise(template).Replace('\n', ' ')}";
            context.Terminal.WriteLine(Excerpt.Of(line, context.Terminal.Columns));
        }

        return Task.FromResult(0);
    }

    private static string Summarise(Template template)
    {
        if (string.IsNullOrEmpty(template.System)) return template.Prompt ?? "";
        return string.IsNullOrEmpty(template.Prompt)
            ? $"system: {template.System}"
            : $"system: {template.System} prompt: {template.Prompt}";
    }
}
