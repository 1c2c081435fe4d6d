using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Llm;

/// <summary>
/// Certificates of a file (PEM) that are trusted besides those of the system: roots, and certificates between a root and a server that the
/// server does not send.
/// </summary>
/// <remarks>Thread-safe. The file is read when it is needed, and once.</remarks>
public sealed class AddedCertificates
{
    private readonly Lazy<X509Certificate2Collection> certificates;

    private AddedCertificates(string file)
    {
        File = Path.GetFullPath(file);
        certificates = new(Load);
    }

    /// <summary>The file, with its full path.</summary>
    public string File { get; }

    /// <summary>The certificates of a file, which is not read yet; null for no file.</summary>
    /// <param name="file">The path of the file, or null.</param>
    public static AddedCertificates? Of(string? file) => file is null ? null : new AddedCertificates(file);

    /// <summary>Reads the file, unless it was read.</summary>
    /// <exception cref="LlmException">It cannot be read, or has no certificate.</exception>
    public void Require() => _ = certificates.Value;

    /// <summary>
    /// Accepts what the system accepts, and what is in order but for a root that only the file has. For
    /// <see cref="SslClientAuthenticationOptions.RemoteCertificateValidationCallback"/>.
    /// </summary>
    /// <exception cref="LlmException">The file cannot be read, or has no certificate.</exception>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        using var own = ChainOf(certificate, chain, errors);
        return own is not null;
    }

    /// <summary>
    /// A valid chain that ends in a certificate of the file, for a server whose chain the system refused; null if there is none. The caller
    /// disposes it.
    /// </summary>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="refused">The chain that the system built.</param>
    /// <param name="errors">Why it was refused.</param>
    /// <exception cref="LlmException">The file cannot be read, or has no certificate.</exception>
    public X509Chain? ChainOf(X509Certificate? certificate, X509Chain? refused, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 own || refused is null)
            return null;
        var chain = new X509Chain { ChainPolicy = refused.ChainPolicy.Clone() };
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(certificates.Value);
        if (chain.Build(own)) return chain;
        chain.Dispose();
        return null;
    }

    private X509Certificate2Collection Load()
    {
        var read = new X509Certificate2Collection();
        try
        {
            read.ImportFromPemFile(File);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(ex.Message);
        }

        return read.Count > 0 ? read : throw Unusable("it has no certificate in the form PEM.");
    }

    private LlmException Unusable(string reason) => new(
        $"The certificates of {File} cannot be used: {reason}\nName another file with: llm config set ca_file FILE");
}
