using Llm.Commands;
using Llm.Packages;

namespace Llm.Cli.Commands.Providers;

/// <summary>The option that names a type of models.</summary>
internal sealed class PackageTypeOption
{
    public ValueOption<string> Option { get; } = new("--type")
    {
        Parser = ValueParsers.Choice([.. PackageModelTypes.All.Select(PackageModelTypes.NameOf)]),
        Help = "Type of the model",
    };

    /// <summary>The type that is given, if any.</summary>
    public PackageModelType? Find(Invocation invocation) =>
        invocation.Get(Option) is { } name ? (PackageModelType)PackageModelTypes.IndexOf(name) : null;
}
