using System.Formats.Asn1;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Llm.Providers.Tests.Http.Certificates;

/// <summary>A root certificate with an intermediate one, which issues certificates for servers.</summary>
internal sealed class Authority
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    /// <param name="name">The name in both certificates.</param>
    /// <param name="excluded">A domain for which the intermediate one must not issue certificates; null for none.</param>
    public Authority(string name, string? excluded = null)
    {
        var rootRequest = Request($"CN={name} Root", isAuthority: true);
        Root = rootRequest.CreateSelfSigned(Now.AddYears(-2), Now.AddYears(2));
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request($"CN={name} Intermediate", isAuthority: true, key);
        if (excluded is not null) request.CertificateExtensions.Add(NameConstraint(excluded));
        Intermediate = Issue(Root, request, key, Now.AddYears(-1), Now.AddYears(1));
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Intermediate { get; }

    /// <summary>A server's certificate, sent with the intermediate one.</summary>
    public SslStreamCertificateContext For(
        string host, int firstDay = -10, int lastDay = 10, string usage = ServerAuthentication, bool withIntermediate = true)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request($"CN={host}", isAuthority: false, key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        var certificate = Issue(Intermediate, request, key, Now.AddDays(firstDay), Now.AddDays(lastDay));
        return Context(certificate, withIntermediate ? [Intermediate] : []);
    }

    /// <summary>A server's certificate that signs itself.</summary>
    public static SslStreamCertificateContext SelfSigned(string host)
    {
        var request = Request($"CN={host}", isAuthority: false);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return Context(request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1)), []);
    }

    private static SslStreamCertificateContext Context(X509Certificate2 certificate, X509Certificate2Collection sent) =>
        SslStreamCertificateContext.Create(certificate, sent, offline: true);

    private static CertificateRequest Request(string name, bool isAuthority, ECDsa? key = null)
    {
        var request = new CertificateRequest(name, key ?? ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (isAuthority) request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request;
    }

    private static X509Certificate2 Issue(
        X509Certificate2 issuer, CertificateRequest request, ECDsa key, DateTimeOffset from, DateTimeOffset until)
    {
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        var number = RandomNumberGenerator.GetBytes(8);
        number[0] = (byte)((number[0] & 0x7f) | 1);
        using var issued = request.Create(issuer, from, until, number);
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>An extension that excludes a domain (RFC 5280, 4.2.1.10).</summary>
    private static X509Extension NameConstraint(string excluded)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
        using (writer.PushSequence())
            writer.WriteCharacterString(UniversalTagNumber.IA5String, excluded, new Asn1Tag(TagClass.ContextSpecific, 2));
        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);
    }
}
