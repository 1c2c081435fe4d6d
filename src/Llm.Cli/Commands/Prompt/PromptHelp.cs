using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Commands.Prompt;

/// <summary>The help pages of <c>llm prompt</c> and <c>llm chat</c>; the declaration of an option places it on both.</summary>
internal sealed class PromptHelp
{
    /// <summary>
    /// The position in a chat of an option that the Python tool's chat lacks; the page lists it under a separate heading.
    /// </summary>
    public const int Added = int.MaxValue;

    private readonly List<Placed> placed = [];

    private sealed record Placed(Parameter Parameter, bool InPrompt, bool IsAdded, int Chat);

    /// <summary>The parameters of <c>llm prompt</c>, in the order of their declaration.</summary>
    public IReadOnlyList<Parameter> OfPrompt =>
        placed.FindAll(item => item is { InPrompt: true, IsAdded: false }).ConvertAll(item => item.Parameter);

    /// <summary>The options of <c>llm prompt</c> that the Python tool's prompt lacks.</summary>
    public IReadOnlyList<Option> AddedToPrompt =>
        [.. placed.Where(item => item is { InPrompt: true, IsAdded: true }).Select(item => item.Parameter).OfType<Option>()];

    /// <summary>The parameters of <c>llm chat</c>, in the order of their positions.</summary>
    public IReadOnlyList<Parameter> OfChat =>
        [.. placed.Where(item => item.Chat is > 0 and < Added).OrderBy(item => item.Chat).Select(item => item.Parameter)];

    /// <summary>The options of <c>llm chat</c> that the Python tool's chat lacks.</summary>
    public IReadOnlyList<Option> AddedToChat =>
        [.. placed.Where(item => item.Chat == Added).Select(item => item.Parameter).OfType<Option>()];

    /// <summary>Adds a parameter that the Python tool's prompt has.</summary>
    /// <param name="parameter">An option, or the argument.</param>
    /// <param name="chat">Its position in a chat: a number, <see cref="Added"/>, or 0 if a chat lacks it.</param>
    public T Add<T>(T parameter, int chat = 0)
        where T : Parameter
    {
        placed.Add(new Placed(parameter, InPrompt: true, IsAdded: false, chat));
        return parameter;
    }

    /// <summary>Adds a group of options that the Python tool's prompt has.</summary>
    /// <inheritdoc cref="Add" path="/param"/>
    public T AddGroup<T>(T group, int chat = 0)
        where T : OptionGroup
    {
        foreach (var option in group.All) Add(option, chat);
        return group;
    }

    /// <summary>Adds an option that the Python tool lacks.</summary>
    public T AddOurs<T>(T option, bool inPrompt = true, bool inChat = true)
        where T : Option
    {
        placed.Add(new Placed(option, inPrompt, IsAdded: true, inChat ? Added : 0));
        return option;
    }
}
