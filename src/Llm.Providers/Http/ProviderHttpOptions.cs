namespace Llm.Providers.Http;

/// <summary>How the clients of <see cref="ProviderHttp"/> connect, and what they write about it.</summary>
public sealed record ProviderHttpOptions
{
    /// <summary>The writer for requests and responses, without keys; null writes nothing.</summary>
    public TextWriter? Trace { get; init; }

    /// <summary>Whether requests create spans for a listener, which makes start-up slightly slower.</summary>
    public bool Spans { get; init; }

    /// <summary>
    /// A folder in which the client remembers which root certificate a server needed, so that a short process need not read all of them;
    /// it may be deleted at any time. It has an effect only on Linux, and changes how the whole process reads root certificates while a
    /// connection is made. Null remembers nothing.
    /// </summary>
    public string? RootHints { get; init; }

    /// <summary>How long a connection may take to be made, TLS included; null for as long as the system tries.</summary>
    public TimeSpan? ConnectTimeout { get; init; } = RequestLimits.UsualConnectTimeout;

    /// <summary>
    /// A file of certificates (PEM) that are trusted besides those of the system: roots, and certificates between a root and a server that
    /// the server does not send. It is read at the first request that needs it. Null adds none.
    /// </summary>
    public string? CertificateFile { get; init; }
}
