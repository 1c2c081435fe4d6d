using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Llm;
using Llm.Providers.Http;

// The first argument is a folder of hints, the others are addresses. Those that begin with "plain:" are asked last, by a client of .NET as
// it is; the others are asked at the same time, by a client that remembers root certificates. What begins with "silent:" never answers, and
// the others wait until it is connected and .NET has read roots for it. ADDED_CERTIFICATES names a file that is trusted too, but not by a
// plain client. The first line of the output says whether all certificates were accepted, the second whether .NET has read the whole store,
// the others what the error was.
const string Plain = "plain:";
const string Silent = "silent:";
var loaded = typeof(X509Certificate2).Assembly
    .GetType("System.Security.Cryptography.X509Certificates.OpenSslCachedSystemStoreProvider", throwOnError: true)!
    .GetField("s_nativeCollections", BindingFlags.NonPublic | BindingFlags.Static)!;
var error = "";
using var hinting = ProviderHttp.CreateClient(
    new ProviderHttpOptions { RootHints = args[0], CertificateFile = Environment.GetEnvironmentVariable("ADDED_CERTIFICATES") });
foreach (var address in args.Skip(1).Where(IsSilent))
{
    _ = AskAsync(hinting, address[Silent.Length..]);
    while (loaded.GetValue(null) is null) await Task.Delay(1);
}

await Task.WhenAll(args.Skip(1).Where(address => !IsPlain(address) && !IsSilent(address)).Select(address => AskAsync(hinting, address)));
using var plain = new HttpClient();
foreach (var address in args.Skip(1).Where(IsPlain)) await AskAsync(plain, address[Plain.Length..]);

Console.WriteLine(error.Length == 0);
Console.WriteLine(loaded.GetValue(null) is not null);
Console.WriteLine(error);

static bool IsSilent(string address) => address.StartsWith(Silent, StringComparison.Ordinal);

static bool IsPlain(string address) => address.StartsWith(Plain, StringComparison.Ordinal);

async Task AskAsync(HttpClient client, string address)
{
    try
    {
        using var answer = await client.GetAsync(new Uri(address));
    }
    catch (HttpRequestException ex) when (ex.HttpRequestError == HttpRequestError.SecureConnectionError)
    {
        error = $"{ex.Message}\n{ex.InnerException?.GetType().Name}: {ex.InnerException?.Message}";
    }
    catch (LlmException ex)
    {
        error = ex.Message;
    }
}
