using Llm.Packages;
using Llm.Providers.Dify.Python;
using Llm.Providers.Http;

namespace Llm.Providers.Dify;

/// <summary>A model that an invoker runs: whose credentials it uses, and how its errors are reported.</summary>
/// <param name="provider">The provider.</param>
/// <param name="scope">Whose credentials it uses.</param>
/// <param name="described">What is known about it; null where only credentials are checked.</param>
internal sealed class InvokedModel(PackagedProvider provider, CredentialScope scope, PackageModel? described)
{
    public PackagedProvider Provider => provider;

    public PackageModel Description => described!;

    public string Id => $"{scope.Package.Name}/{Description.Name}";

    public string Label => $"{scope.Package.Title}: {Id}";

    public ModelOrigin Origin => new(Description.Name, scope.Package.Name);

    /// <summary>The name of the stored key; null if none is needed.</summary>
    public string? KeyName(ModelServices services) => scope.NeededKeyName(services.Keys);

    /// <summary>The credentials, checked.</summary>
    /// <param name="services">What the host provides.</param>
    /// <param name="key">The resolved key; null if none is needed.</param>
    /// <exception cref="LlmException">One is missing or not allowed.</exception>
    public Dictionary<string, string> CredentialsWith(ModelServices services, string? key) =>
        PackagedProvider.CredentialsOf(services).Of(scope, key);

    /// <summary>A call of a model that has no conversation.</summary>
    /// <param name="services">What the host provides.</param>
    /// <param name="given">A key, or the name of a stored one, in place of the usual one; null for that.</param>
    /// <exception cref="LlmException">A credential is missing or not allowed.</exception>
    public ModelCall Call(ModelServices services, string? given)
    {
        var key = KeyName(services) is { } name ? ApiKeys.Resolve(services.Keys, given, name, environmentVariable: null) : given;
        return new ModelCall(provider, Description, CredentialsWith(services, key), services);
    }

    /// <summary>Runs a call, and converts its errors.</summary>
    public async Task<T> RunAsync<T>(ModelInvoker invoker, ModelCall call, Func<Task<T>> run, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await run();
        }
        catch (Exception ex) when (ErrorOf(ex, invoker, call.Credentials, cancellationToken) is { } error)
        {
            throw error;
        }
    }

    /// <summary>What users see of an exception; null if it is passed on: a cancellation, an error made for users, or a bug.</summary>
    public ProviderException? ErrorOf(
        Exception error, ModelInvoker? invoker, IReadOnlyDictionary<string, string> credentials, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested && error is OperationCanceledException) return null;
        var invoked = error as InvokeException;
        var isRefused = error is CredentialsValidateFailedException;
        if (invoked is null && !isRefused)
        {
            if (error is LlmException) return null;
            invoked = invoker?.MapError(error);
            if (invoked is null) return null;
        }

        var kind = invoked?.Kind ?? ProviderErrorKind.Authentication;
        var words = (invoked ?? error).Message.Trim();
        if (words.Length > 0 && !char.IsPunctuation(words[^1])) words += ".";
        var text = $"{scope.Package.Title}: {words} {ErrorAdvice.For(kind, invoked?.Status ?? 0, null)}".TrimEnd();
        text = PackageErrors.Hide(text, scope.SecretsIn(credentials));
        return new ProviderException(text, error) { Kind = kind, Status = invoked?.Status };
    }
}
