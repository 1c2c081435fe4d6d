using Llm.Commands;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersTestCommand(CliContext context) : Command
{
    public const string Name = "test";

    private readonly ValueArgument<string> name = new("NAME");

    private readonly ValueOption<string> model = new("--model")
    {
        Help = "Name of the model to ask; the first one of each type if it is left out",
    };

    private readonly PackageTypeOption type = new();

    public override string? Example => "llm providers test groq";

    public override string Help => """
        Ask a model of each type of a package, to see that it answers

        The requests are the smallest there are: a prompt of one word, one word to embed or to read aloud, two short texts to sort, a second
        of silence to write down. Nothing is logged. The exit code is 1 if one fails.
        """;

    public override IReadOnlyList<Parameter> Parameters => [name, model, type.Option];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var provider = ProviderText.FindPackage(context.Host, invocation.Get(name));
        var models = context.Host.ModelsToProbe(provider.Package!, type.Find(invocation), invocation.Get(model));
        var failed = await new PackageTrial(context, provider).RunAsync(
            models, line => context.Terminal.WriteLine(line), cancellationToken);
        return failed == 0 ? 0 : 1;
    }
}
