using Llm.Packages;
using Llm.Providers.Dify;
using Llm.Testing;
using Llm.Tests;

namespace Llm.Providers.Tests.Dify;

/// <summary>Official packages, added and set up as a user does, whose requests go to the fake server.</summary>
public abstract class PackageTest : ServerTest
{
    /// <summary>The model that <see cref="Configure"/> adds.</summary>
    protected const string AddedName = "some-model";

    protected TemporaryUserDirectory User { get; } = new();

    /// <summary>The names that other providers have.</summary>
    protected HashSet<string> Taken { get; } = [];

    protected KeyStore Keys => new(User.Directory);

    protected static string? Added(string given) => given.StartsWith("model", StringComparison.Ordinal) ? AddedName : null;

    /// <summary>Adds a package and sets it up: "model" adds a model, "a=b" sets a field.</summary>
    /// <returns>The package, and the name of its first model of the type that is not deprecated.</returns>
    protected (AddedPackage Package, string Model) Configure(string name, string given, PackageModelType type = PackageModelType.Llm)
    {
        var package = new PackageStore(User.Directory).Add(DifyPackages.FolderOf(name));
        var added = Added(given);
        var scope = new CredentialScope(package, type, added);
        var values = new Dictionary<string, string>();
        if (added is not null) values["context_size"] = "4096";
        foreach (var pair in given.Split(' ').Where(part => part.Contains('=')))
            values[pair[..pair.IndexOf('=')]] = pair[(pair.IndexOf('=') + 1)..];
        Keys.Set(scope.KeyName, Key);
        new PackageCredentials(User.Directory, Keys).Set(scope, values);
        return (package, added ?? package.Models.First(model => model.Type == type && !model.IsDeprecated).Name);
    }

    protected PackageModels Models(Func<HttpClient> http) =>
        new(new PackageStore(User.Directory), new PackageCredentials(User.Directory, Keys), Taken.Contains, http);
}
