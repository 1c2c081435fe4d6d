using System.Globalization;
using Llm.Packages;

namespace Llm.Providers.Dify;

/// <summary>A model of a package as a user uses it: under which id, and with whose credentials. However it runs, it needs this.</summary>
/// <param name="credentials">What the user gave for packages.</param>
/// <param name="values">What the user gave for this one that is no secret.</param>
/// <param name="scope">The package, and whose credentials the model uses: its own if a user added it.</param>
/// <param name="entry">What the index, or the user who added it, says about the model.</param>
/// <param name="id">The id by which users choose it.</param>
/// <param name="isListed">Whether lists show it.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class PackageModelUse(
    PackageCredentials credentials, IReadOnlyDictionary<string, string> values, CredentialScope scope, PackageModelEntry entry, string id,
    bool isListed)
{
    private PackageModel? description;

    /// <summary>The id by which users choose the model.</summary>
    public string Id => id;

    /// <summary>Whose credentials it uses.</summary>
    public CredentialScope Scope => scope;

    /// <summary>What the index, or the user who added the model, says about it.</summary>
    public PackageModelEntry Entry => entry;

    /// <summary>Whether lists show it where its key is not set: those of a package that is set up.</summary>
    public bool IsListed => isListed;

    /// <summary>The package.</summary>
    public AddedPackage Package => scope.Package;

    /// <summary>Whether a user added the model, so that the package does not describe it.</summary>
    public bool IsAdded => scope.AddedModel is not null;

    /// <summary>The line of listings.</summary>
    public string Label => $"{Package.Title}: {id}";

    /// <summary>What the package says about the model; null if a user added it. Its file is read when this is first asked for.</summary>
    /// <exception cref="PackageException">The file is missing or not valid any more.</exception>
    public PackageModel? Description => IsAdded ? null : description ??= Package.Load(entry);

    /// <summary>The address that the user gave, or that of the form; null if there is none. No secret is read for it.</summary>
    public string? Address => values.GetValueOrDefault(PackageCredentials.Address) ?? (isListed ? UsualAddress : null);

    /// <summary>The address of the form, until the user gives another one. Lists of packages that are not set up do without it.</summary>
    private string? UsualAddress => scope.Form?.Fields.FirstOrDefault(known => known.Variable == PackageCredentials.Address)?.Default;

    /// <summary>The same model under another id.</summary>
    public PackageModelUse WithId(string other) => new(credentials, values, scope, entry, other, isListed);

    /// <summary>The name of the stored key; null if none is needed.</summary>
    /// <param name="services">The stored keys.</param>
    public string? KeyName(ModelServices services)
    {
        // Of a package that is not set up, lists show no model.
        return isListed ? scope.NeededKeyName(services.Keys) : scope.KeyName;
    }

    /// <summary>The key for a call; null if none is needed.</summary>
    /// <param name="services">The stored keys.</param>
    /// <param name="given">A key, or the name of a stored one, in place of the usual one; null for that.</param>
    /// <exception cref="MissingKeyException">A key is needed, and there is none.</exception>
    public string? ResolveKey(ModelServices services, string? given) =>
        KeyName(services) is { } name ? ApiKeys.Resolve(services.Keys, given, name, environmentVariable: null) : given;

    /// <summary>The credentials for a call, checked.</summary>
    /// <param name="key">The resolved key.</param>
    /// <exception cref="LlmException">One is missing or not allowed.</exception>
    public Dictionary<string, string> CredentialsWith(string? key) => credentials.Of(scope, key);

    /// <summary>A property of the description or, of a model that a user added, what the user gave; null if there is none.</summary>
    public string? Property(string name) =>
        (IsAdded ? values.GetValueOrDefault(name) : Description!.Property(name)?.ToString()) is { Length: > 0 } text ? text : null;

    /// <summary>A property that is a number over 0; null if there is none.</summary>
    public int? Number(string name) =>
        int.TryParse(Property(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
