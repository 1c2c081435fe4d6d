using System.Text.Json.Nodes;
using Llm.Commands;

namespace Llm.Plugins;

/// <summary>
/// Describes a command of a plugin with its options and arguments, so that its help and completion need not load the plugin.
/// </summary>
internal static class CommandDescription
{
    /// <summary>Describes a command, or a group with all its commands.</summary>
    public static JsonObject Of(CommandEntry entry)
    {
        var node = entry.Create();
        var json = new JsonObject
        {
            ["name"] = entry.Name,
            ["summary"] = entry.Summary ?? node.Help,
            ["help"] = node.Help,
        };
        if (entry.IsHidden) json["hidden"] = true;
        if (node is CommandGroup group)
        {
            json["default"] = group.DefaultCommand;
            json["commands"] = new JsonArray([.. group.Entries.Select(Of)]);
        }
        else if (node is Command command)
        {
            json["example"] = command.Example;
            json["parameters"] = new JsonArray([.. command.Parameters.Select(Parameter)]);
            json["additions"] = new JsonArray([.. command.Additions.Select(Parameter)]);
        }

        return json;
    }

    /// <summary>The entry in the list of commands.</summary>
    /// <param name="listed">What is shown of it in a list.</param>
    /// <param name="create">Creates the command or group.</param>
    public static CommandEntry Entry(ListedCommand listed, Func<CommandNode> create) => new(listed.Name, create)
    {
        Summary = listed.Summary,
        IsHidden = listed.IsHidden,
        IsAddition = true,
    };

    /// <summary>Creates what a description describes; it can be shown, but not run.</summary>
    public static CommandNode Read(JsonNode json, string plugin)
    {
        var help = (string?)json["help"] ?? "";
        if (json["commands"] is JsonArray commands)
        {
            var group = new CommandGroup(help) { DefaultCommand = (string?)json["default"] };
            foreach (var item in commands)
            {
                var listed = new ListedCommand((string)item!["name"]!, (string?)item["summary"], (bool?)item["hidden"] ?? false);
                group.Add(Entry(listed, () => Read(item, plugin)));
            }

            return group;
        }

        var command = new DeferredCommand(help, plugin);
        var additions = new List<Option>();
        foreach (var item in Items(json, "additions")) additions.Add((Option)ReadParameter(item!));
        command.Describe([.. Items(json, "parameters").Select(item => ReadParameter(item!))], additions, (string?)json["example"]);
        return command;
    }

    private static JsonArray Items(JsonNode json, string kind) => json[kind]?.AsArray() ?? [];

    private static JsonObject Parameter(Parameter parameter)
    {
        var json = new JsonObject
        {
            ["help"] = parameter.Help,
            ["multiple"] = parameter.Multiple,
            ["required"] = parameter.IsRequired,
        };
        if (parameter is Argument argument) json["argument"] = argument.Name;
        if (parameter is Option option)
        {
            json["names"] = new JsonArray([.. option.Names.Select(name => JsonValue.Create(name))]);
            json["arity"] = option.Arity;
            json["metavar"] = option.DisplayMetavar;
            json["variable"] = option.EnvironmentVariable;
            json["hidden"] = option.IsHidden;
        }

        return json;
    }

    private static Parameter ReadParameter(JsonNode json)
    {
        var (help, multiple, required) = ((string)json["help"]!, (bool)json["multiple"]!, (bool)json["required"]!);
        if ((string?)json["argument"] is { } name) return new DeferredArgument(name, multiple, required) { Help = help };
        return new DeferredCommandOption(DescribedModel.Texts(json["names"]), (int)json["arity"]!, multiple, (string)json["metavar"]!)
        {
            Help = help,
            Required = required,
            EnvironmentVariable = (string?)json["variable"],
            IsHidden = (bool)json["hidden"]!,
        };
    }
}
