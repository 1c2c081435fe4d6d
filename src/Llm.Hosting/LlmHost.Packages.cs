using Llm.Packages;

namespace Llm;

/// <content>The packages of models.</content>
public sealed partial class LlmHost
{
    private const string TokenLimit = "max_tokens";
    private const int ProbeTokens = 5;

    /// <summary>The packages of models that the user added.</summary>
    public PackageStore Packages { get; }

    /// <summary>What the user gave for those packages.</summary>
    public PackageCredentials PackageCredentials { get; }

    /// <summary>
    /// Asks the server of a package for a few tokens, with the model that it lists first, to learn whether it takes the credentials.
    /// </summary>
    /// <param name="package">The package.</param>
    /// <param name="model">The name of the model to ask; null for the first that is not deprecated.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The answer; null if the package has no language model, so that there is nothing to ask.</returns>
    /// <exception cref="LlmException">A credential is missing, or the server cannot be reached or refuses.</exception>
    public async Task<Response?> ProbeAsync(AddedPackage package, string? model = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        model ??= package.Models.FirstOrDefault(entry => entry is { Type: PackageModelType.Llm, IsDeprecated: false })?.Name
            ?? PackageCredentials.AddedModels(package).FirstOrDefault(entry => entry.Type == PackageModelType.Llm)?.Name;
        if (model is null) return null;
        // A new one each time: the credentials may just have changed.
        var found = packageModels.Find($"{PackageStore.Prefix}{package.Name}/{model}")
            ?? throw new LlmException($"{package.Title} has no language model {model}.");
        found.Attach(Services);
        var options = new PromptOptions();
        if (found.Options.Any(option => option.Name == TokenLimit)) options = options.With(TokenLimit, ProbeTokens);
        return await found.PromptAsync("ping", options, cancellationToken);
    }
}
