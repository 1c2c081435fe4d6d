using System.Globalization;
using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersTestCommand(CliContext context) : Command
{
    public const string Name = "test";

    private readonly ValueArgument<string> name = new("NAME");
    private readonly ValueOption<string> model = new("--model") { Help = "Name of the model to ask; the first one if it is left out" };

    public override string? Example => "llm providers test groq";

    public override string Help => """
        Ask a model of a package for a few tokens, to see that it answers

        This costs what a prompt of one word costs. Nothing is logged.
        """;

    public override IReadOnlyList<Parameter> Parameters => [name, model];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var provider = ProviderText.FindPackage(context.Host, invocation.Get(name));
        var started = context.Host.Services.Clock.GetTimestamp();
        Response? answer;
        using (ProgressLine.Start(context.Terminal, $"asking {provider.Title}"))
            answer = await context.Host.ProbeAsync(provider.Package!, invocation.Get(model), cancellationToken);
        if (answer is null) throw new LlmException($"{provider.Title} has no language model to ask.");
        var seconds = context.Host.Services.Clock.GetElapsedTime(started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        context.Terminal.WriteLine($"{answer.ModelId}: answered in {seconds} s: {answer.Text.ReplaceLineEndings(" ").Trim()}");
        return 0;
    }
}
