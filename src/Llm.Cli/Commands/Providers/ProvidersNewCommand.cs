using Llm.Commands;
using Llm.Packages;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersNewCommand(CliContext context) : Command
{
    public const string Name = "new";

    private readonly ValueArgument<string> name = new("NAME");

    private readonly RepeatedOption<string> types = new("--type")
    {
        Parser = ValueParsers.Choice([.. PackageModelTypes.All.Select(PackageModelTypes.NameOf)]),
        Help = "Type of which the package has a model; llm if it is left out",
    };

    private readonly ValueOption<string> url = new("--url") { Help = "Address of the server, before /chat/completions" };

    private readonly ValueOption<string> output = new("-o", "--output")
    {
        Metavar = "DIRECTORY",
        Help = "Folder to make it in; the name if it is left out",
    };

    public override string? Example => "llm providers new my_provider --url https://models.example.com/v1";

    public override string Help => """
        Make a package for a server with OpenAI's interface

        It is complete: it can be added here and installed in Dify. Write the names of the models, what they take and what they cost into
        the files in its folder 'models'.
        """;

    public override IReadOnlyList<Parameter> Parameters => [name, types, url, output];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var package = invocation.Get(name);
        var folder = invocation.Get(output) ?? package;
        var chosen = new List<PackageModelType>();
        foreach (var type in PackageModelTypes.All)
            if (invocation.Get(types).Contains(PackageModelTypes.NameOf(type)))
                chosen.Add(type);
        if (chosen.Count == 0) chosen.Add(PackageModelType.Llm);
        var address = invocation.Get(url) ?? "http://localhost:8000/v1";
        NewPackage.Create(folder, package, address, chosen, context.Host.Services.Clock.GetUtcNow());
        context.Terminal.WriteLine(
            $"Made {package} in {folder}\n\nNext:\n\n    llm providers validate {folder}\n    llm providers add {folder}");
        return Task.FromResult(0);
    }
}
