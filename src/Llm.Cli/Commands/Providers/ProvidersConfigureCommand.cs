using Llm.Cli.Output;
using Llm.Commands;
using Llm.Packages;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersConfigureCommand(CliContext context) : Command
{
    public const string Name = "configure";

    private readonly ValueArgument<string> name = new("NAME");
    private readonly ValueOption<string> model = new("--model") { Help = "Name of a model to add to the package" };
    private readonly PackageTypeOption type = new();

    private readonly PairOption set = new("--set")
    {
        Metavar = "<VARIABLE VALUE>...",
        Help = "Set a field, and ask for none that can be left out",
    };

    private readonly Flag noCheck = new("--no-check") { Help = "Do not ask the server whether it takes them" };

    public override string? Example => "llm providers configure groq";

    public override string Help => """
        Set up a package of models: its key, address and choices

        Each field is asked for; a pipe has a line for each. Secrets go to the key store and are never shown. An empty line keeps what is
        set, or takes the default. At the end, a model of each type of the package is asked something small, as 'llm providers test' does.
        """;

    public override IReadOnlyList<Parameter> Parameters => [name, model, type.Option, set, noCheck];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var provider = ProviderText.FindPackage(context.Host, invocation.Get(name));
        var package = provider.Package!;
        var added = invocation.Get(model);
        // Before anything is asked, because the native command leaves plugins to another program.
        if (!invocation.Get(noCheck)) context.Host.LoadPluginOf(package);
        if (added is not null && package.ModelForm is null)
            throw new LlmException($"{provider.Title} takes no other models than those of its package.");
        if (added is null && package.Form is null && invocation.Get(set).Count == 0)
        {
            throw new LlmException(
                $"{provider.Title} is set up with each model: llm providers configure {provider.Name} --model NAME");
        }

        var scope = new CredentialScope(package, type.Find(invocation) ?? PackageModelType.Llm, added);
        await SetAsync(scope, invocation.Get(set), cancellationToken);
        context.Terminal.WriteErrorLine($"{provider.Title} is set up.");
        return invocation.Get(noCheck) || await CheckAsync(provider, type.Find(invocation), added, cancellationToken) ? 0 : 1;
    }

    /// <summary>Asks for what is not given, and keeps everything when all of it is allowed.</summary>
    private async Task SetAsync(
        CredentialScope scope, IReadOnlyList<KeyValuePair<string, string>> given, CancellationToken cancellationToken)
    {
        var known = context.Host.PackageCredentials.Values(scope);
        var values = new Dictionary<string, string>(known) { [ShowCondition.ModelType] = PackageModelTypes.NameOf(scope.Type) };
        foreach (var (variable, value) in given) values[variable] = value;
        var secrets = new Dictionary<string, string>();
        var asked = new HashSet<string>(given.Select(pair => pair.Key));
        foreach (var field in scope.Form?.Fields ?? [])
        {
            if (!CredentialCheck.IsShown(field.ShowOn, values)) continue;
            var isStored = field.IsSecret && !string.IsNullOrEmpty(context.Host.Services.Keys?.Find(scope.KeyNameOf(field)));
            var former = values.GetValueOrDefault(field.Variable) ?? field.Default;
            if (asked.Add(field.Variable) && (given.Count == 0 || (field.IsRequired && string.IsNullOrEmpty(former) && !isStored)))
                values[field.Variable] = await AskAsync(field, isStored, former, cancellationToken) ?? "";
            if (values.GetValueOrDefault(field.Variable) is not { Length: > 0 } value)
            {
                if (field.IsRequired && !isStored && string.IsNullOrEmpty(field.Default))
                    throw new LlmException($"{field.Label} ({field.Variable}) is required, so nothing was changed.");
                values.Remove(field.Variable);
                continue;
            }

            CredentialCheck.Check(field, value);
            if (!field.IsSecret) continue;
            values.Remove(field.Variable);
            secrets[scope.KeyNameOf(field)] = value;
        }

        foreach (var (variable, _) in given)
        {
            if (variable != PackageCredentials.Address && scope.Form?.Fields.Any(field => field.Variable == variable) != true)
                throw new LlmException($"{scope.Package.Title} does not ask for {variable}. Run: llm providers show {scope.Package.Name}");
        }

        values.Remove(ShowCondition.ModelType);
        foreach (var (stored, secret) in secrets) context.Host.Keys.Set(stored, secret);
        context.Host.PackageCredentials.Set(scope, values);
    }

    /// <summary>Asks for a field; returns what it had if nothing is typed.</summary>
    private async Task<string?> AskAsync(CredentialField field, bool isStored, string? former, CancellationToken cancellationToken)
    {
        var choices = field.Options.Count > 0 ? $" ({string.Join(", ", field.Options.Select(option => option.Value))})" : "";
        var state = isStored ? " [set]" : former is { Length: > 0 } && !field.IsSecret ? $" [{former}]" : field.IsRequired ? "" : " [none]";
        context.Terminal.WriteError($"{field.Label}{choices}{state}: ");
        if (!field.IsSecret || !context.Input.IsTerminal)
        {
            var line = (await context.Input.ReadLineAsync(cancellationToken))?.Trim();
            if (!context.Input.IsTerminal) context.Terminal.WriteErrorLine();
            return string.IsNullOrEmpty(line) ? field.IsSecret ? null : former : line;
        }

        var secret = Terminal.ReadSecret().Trim();
        context.Terminal.WriteErrorLine();
        return secret.Length > 0 ? secret : null;
    }

    /// <summary>Asks the server whether it takes the credentials; returns false if a model does not answer.</summary>
    private async Task<bool> CheckAsync(
        ModelProvider provider, PackageModelType? only, string? added, CancellationToken cancellationToken)
    {
        var package = provider.Package!;
        if (package.IsOfPlugin) return await CheckByCodeAsync(provider, only, added, cancellationToken);
        // A model that is added has one type, and there is nothing to ask in a package without models.
        if (added is not null) only ??= PackageModelType.Llm;
        else if (!package.Models.Any(model => only is null || model.Type == only)) return true;
        var models = context.Host.ModelsToProbe(package, only, added);
        var isReady = package.Environment.State == PackageEnvironmentState.Ready;
        var native = models.Where(model => !context.Host.NeedsCode(package, model.Type)).ToList();
        if (native.Count == 0 && isReady) return await CheckByCodeAsync(provider, only, added, cancellationToken);
        if (!isReady && native.Count < models.Count)
        {
            context.Terminal.WriteErrorLine(
                $"{(native.Count == 0 ? "Its" : "Some")} models need the code of the package. Let it run: llm providers prepare "
                + provider.Name);
            if (native.Count == 0) return true;
            models = native;
        }

        var failed = await new PackageTrial(context, provider).RunAsync(
            models, line => context.Terminal.WriteErrorLine(line), cancellationToken);
        context.Terminal.WriteErrorLine(
            failed == 0 ? "The server answered, so it takes them."
            : $"What you gave is kept. Try again with: llm providers test {provider.Name}");
        return failed == 0;
    }

    /// <summary>Lets the code of the package check them.</summary>
    private async Task<bool> CheckByCodeAsync(
        ModelProvider provider, PackageModelType? only, string? added, CancellationToken cancellationToken)
    {
        var package = provider.Package!;
        var scope = new CredentialScope(package, only ?? PackageModelType.Llm, added);
        using (ProgressLine.Start(context.Terminal, $"asking {provider.Title}"))
            await context.Host.CheckCredentialsByCodeAsync(scope, cancellationToken);
        context.Terminal.WriteErrorLine("The code of the package takes them.");
        return true;
    }
}
