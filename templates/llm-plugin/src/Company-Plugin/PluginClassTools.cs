using System.ComponentModel;
using Llm;

namespace Company_Plugin;

/// <summary>A tool, and a toolbox that has a setting.</summary>
[Description("Greets people.")]
public sealed class PluginClassTools(string greeting) : Toolbox
{
    [Description("Counts the words of a text.")]
    public static int CountWords(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    [Description("Greets a person.")]
    public string Greet([Description("The name of the person.")] string name) => $"{greeting}, {name}!";
}
