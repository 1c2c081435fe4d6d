using Llm.Packages;

namespace Llm.Providers.Dify;

/// <summary>The base class of what runs models of a package: one for each type of models.</summary>
/// <remarks>One instance serves many calls at once, so it keeps no state of a call.</remarks>
public abstract class ModelInvoker
{
    private protected ModelInvoker()
    {
    }

    /// <summary>Checks the credentials with a model, by asking it for something small. It accepts all unless it is overridden.</summary>
    /// <param name="call">The model and the credentials.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="CredentialsValidateFailedException">The provider does not take them.</exception>
    public virtual Task ValidateCredentialsAsync(ModelCall call, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Describes a model that a user adds, by what the user gave: what it can do, and its parameters. Null if users cannot add models,
    /// which is so unless it is overridden.
    /// </summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="credentials">What the user gave that is no secret, by variable.</param>
    public virtual PackageModel? DescribeModel(string model, IReadOnlyDictionary<string, string> credentials) => null;

    /// <summary>
    /// Converts an exception of a library to one of the family of <see cref="InvokeException"/>. Unless it is overridden, it knows those of
    /// <see cref="HttpClient"/>: by the status if there is one, otherwise as a problem of the connection.
    /// </summary>
    /// <param name="error">The exception.</param>
    /// <returns>The error; null if the exception is a bug, which is then passed on as it is.</returns>
    protected internal virtual InvokeException? MapError(Exception error) => error switch
    {
        HttpRequestException { StatusCode: { } status } => InvokeException.FromStatus((int)status, error.Message, error),
        HttpRequestException or IOException or TimeoutException or OperationCanceledException =>
            new InvokeConnectionException(error.Message, error),
        _ => null,
    };
}
