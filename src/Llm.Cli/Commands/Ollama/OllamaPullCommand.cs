using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Ollama;

internal sealed class OllamaPullCommand(CliContext context) : Command
{
    public const string Name = "pull";

    private const double Megabyte = 1_000_000;

    private readonly ValueArgument<string> model = new("MODEL");

    public override string? Example => "llm ollama pull llama3.2";

    public override string Help => "Download a model to the Ollama server, or what is new of it";

    public override IReadOnlyList<Parameter> Parameters => [model];

    /// <summary>The error where <c>LLM_LOAD_PLUGINS</c> leaves the provider out.</summary>
    public static LlmException LeftOut => new("The plugin llm-ollama is left out: add it to LLM_LOAD_PLUGINS.");

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var server = context.Host.Ollama ?? throw LeftOut;
        ProgressBar? bar = null;
        string? last = null;
        try
        {
            await server.PullAsync(invocation.Get(model), Report, cancellationToken);
        }
        finally
        {
            bar?.Dispose();
        }

        // So that the next list has the model.
        await server.ListAsync(cancellationToken);
        return 0;

        void Report(string status, long completed, long total)
        {
            if (status != last)
            {
                bar?.Dispose();
                bar = null;
                context.Terminal.WriteErrorLine(last = status);
            }

            if (total <= 0) return;
            bar ??= ProgressBar.Start(context.Terminal, "MB", context.Host.Services.Clock);
            bar?.Report((long)(completed / Megabyte), (double)completed / total);
        }
    }
}
