using System.Diagnostics;
using Llm.Providers.Tests.Http.Certificates;
using Llm.Testing;

namespace Llm.Benchmarks;

/// <summary>The processor time of a logged prompt over https, against the same one over http and against <c>curl</c>.</summary>
/// <remarks>The root certificates are copies of the system's bundle and folder, and one for the test.</remarks>
internal static class SecureStart
{
    private const string Host = "localhost";
    private const string SystemBundle = "/etc/ssl/certs/ca-certificates.crt";
    private const string Body = """{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    /// <summary>
    /// The pairs against http and against <c>curl</c>; null where the system's certificates, <c>curl</c> or <c>openssl</c> are missing.
    /// </summary>
    public static async Task<(Pairs Http, Pairs Curl)?> MeasureAsync(Published llm, string user, string folder, int runs)
    {
        if (!File.Exists(SystemBundle) || !File.Exists("/usr/bin/curl") || !File.Exists("/usr/bin/openssl")) return null;
        var authority = new Authority("Benchmark");
        await using var plain = await FakeServer.StartAsync();
        await using var secure = await FakeServer.StartAsync(certificate: () => authority.For(Host));
        var (bundle, certificates) = CopyStore(folder, authority.Root.ExportCertificatePem());
        string[] store = ["SSL_CERT_FILE", bundle, "SSL_CERT_DIR", certificates];
        var http = llm.With(user, plain.BaseAddress).WithVariables(store);
        var https = llm.With(user, secure.BaseAddress).WithVariables(store);
        // It prefers a variable of its own.
        var curl = Published.At("/usr/bin/curl").WithVariables([.. store, "CURL_CA_BUNDLE", ""]);
        string[] prompt = ["-m", "gpt-4o-mini", "hi"];
        string[] request =
            ["-sS", "-o", "/dev/null", "-H", "Content-Type: application/json", "-d", Body, secure.BaseAddress + "/chat/completions"];
        // The hint is written by the first prompt after the store has settled.
        await Task.Delay(TimeSpan.FromSeconds(1));
        https.Measure(prompt);
        TimeSpan Secure() => https.Measure(prompt).Processor;
        return (
            Pairs.Measure(runs, Secure, () => http.Measure(prompt).Processor),
            Pairs.Measure(runs, Secure, () => curl.Measure(request).Processor));
    }

    private static (string Bundle, string Folder) CopyStore(string folder, string root)
    {
        var (bundle, certificates) = (Path.Combine(folder, "bundle.crt"), Path.Combine(folder, "certificates"));
        File.WriteAllText(bundle, File.ReadAllText(SystemBundle) + root + "\n");
        Directory.CreateDirectory(certificates);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(SystemBundle)!))
            File.Copy(file, Path.Combine(certificates, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(certificates, "benchmark.pem"), root + "\n");
        // curl looks only at the folder, by names that are hashes.
        using var rehash = Process.Start("openssl", ["rehash", certificates]);
        rehash.WaitForExit();
        return (bundle, certificates);
    }
}
