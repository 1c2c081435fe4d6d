using Llm.Commands;

namespace Llm;

/// <summary>A command of an installed plugin as the plugin described it, for help and completion.</summary>
/// <param name="help">The text of the help page.</param>
/// <param name="plugin">The name of the plugin.</param>
internal sealed class DeferredCommand(string help, string plugin) : Command
{
    private IReadOnlyList<Parameter> parameters = [];
    private IReadOnlyList<Option> additions = [];
    private string? example;

    public override string Help => help;

    public override IReadOnlyList<Parameter> Parameters => parameters;

    public override IReadOnlyList<Option> Additions => additions;

    public override string? Example => example;

    public void Describe(IReadOnlyList<Parameter> described, IReadOnlyList<Option> added, string? call) =>
        (parameters, additions, example) = (described, added, call);

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        throw new RuntimeCodeRequiredException(plugin);
}

/// <summary>An option of a <see cref="DeferredCommand"/>; its values are checked by the plugin.</summary>
internal sealed class DeferredCommandOption(string[] names, int arity, bool multiple, string display) : Option(names)
{
    public override int Arity => arity;

    public override bool Multiple => multiple;

    public override string DisplayMetavar => display;

    public override object? Convert(IReadOnlyList<string> words) => null;
}

/// <summary>An argument of a <see cref="DeferredCommand"/>; its values are checked by the plugin.</summary>
internal sealed class DeferredArgument(string name, bool multiple, bool required) : Argument(name)
{
    public override bool Multiple => multiple;

    public override bool IsRequired => required;

    public override object? Convert(IReadOnlyList<string> words) => null;
}
