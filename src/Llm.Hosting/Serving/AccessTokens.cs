using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Serving;

/// <summary>The tokens by which clients of <c>llm serve</c> are let in. Only hashes of them are kept.</summary>
/// <param name="directory">The user directory, where they are in <c>serve-tokens.json</c>.</param>
/// <param name="clock">The clock for the times of creation.</param>
/// <remarks>Thread-safe, also against other processes.</remarks>
public sealed class AccessTokens(UserDirectory directory, TimeProvider clock)
{
    /// <summary>What every token begins with, so that scanners for secrets can tell one.</summary>
    public const string Prefix = "llm-";

    private const int RandomBytes = 32;
    private const int Shown = 4;

    private readonly JsonFile file = new(System.IO.Path.Combine(directory.Path, "serve-tokens.json"), indent: 2, secret: true);
    private readonly Lock gate = new();
    private DateTime readAt;
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();

    /// <summary>The path of the file.</summary>
    public string Path => file.Path;

    /// <summary>Lists the tokens by name.</summary>
    /// <exception cref="LlmException">The file is not valid.</exception>
    public IReadOnlyList<AccessToken> List() =>
    [
        .. file.Read().Where(entry => entry.Value is JsonObject).Select(entry => Describe(entry.Key, (JsonObject)entry.Value!))
            .OrderBy(token => token.Name, StringComparer.Ordinal),
    ];

    /// <summary>Makes a token, which nobody can learn again afterwards.</summary>
    /// <param name="name">The name of the client that gets it.</param>
    /// <exception cref="LlmException">There is a token of this name, or the file cannot be written.</exception>
    public string Create(string name)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new LlmException("Give the token the name of the program or person that gets it.");
        var token = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));
        directory.Create();
        file.Change(all =>
        {
            if (all.ContainsKey(name))
                throw new LlmException($"There is a token {name}. Revoke it first, with: llm serve token revoke {name}");
            all[name] = new JsonObject
            {
                ["sha256"] = HashOf(token),
                ["end"] = token[^Shown..],
                ["created"] = clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            };
            return true;
        });
        return token;
    }

    /// <summary>Takes a token back; a server that runs refuses it from the next request on.</summary>
    /// <returns>Whether there was one of this name.</returns>
    /// <exception cref="LlmException">The file cannot be written.</exception>
    public bool Revoke(string name) => file.Change(all => all.Remove(name));

    /// <summary>Finds the name of a token that a client sent; null if it is not valid.</summary>
    /// <remarks>The file is read again when it has changed.</remarks>
    /// <exception cref="LlmException">The file is not valid.</exception>
    public string? NameOf(string token) =>
        // A hash is looked up, so the time it takes tells nothing about a token.
        Current().GetValueOrDefault(HashOf(token));

    /// <summary>Whether there is any token.</summary>
    /// <exception cref="LlmException">The file is not valid.</exception>
    public bool Any => Current().Count > 0;

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static AccessToken Describe(string name, JsonObject entry) => new(
        name,
        entry.Text("end") ?? "",
        DateTimeOffset.TryParse(entry.Text("created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
            ? created
            : null);

    private IReadOnlyDictionary<string, string> Current()
    {
        lock (gate)
        {
            var changed = File.GetLastWriteTimeUtc(Path);
            if (changed == readAt) return names;
            var read = new Dictionary<string, string>();
            foreach (var (name, entry) in file.Read())
            {
                if ((entry as JsonObject)?.Text("sha256") is { } hash) read[hash] = name;
            }

            (readAt, names) = (changed, read);
            return names;
        }
    }
}

/// <summary>A token that was made.</summary>
/// <param name="Name">The name of the client that has it.</param>
/// <param name="End">Its last characters.</param>
/// <param name="Created">When it was made; null if that is not known.</param>
public sealed record AccessToken(string Name, string End, DateTimeOffset? Created);
