using System.Text;

namespace Llm.Cli.Output.Tools;

/// <summary>Writes a list of tools as text: signatures and descriptions.</summary>
internal static class ToolListText
{
    public static string Write(ToolList list)
    {
        var output = new StringBuilder();
        foreach (var tool in Sorted(list.Tools, tool => tool.Name))
            WriteEntry(output, "", $"{tool.Signature}{Plugin(tool.Plugin)}", tool.Description);
        foreach (var toolbox in Sorted(list.Toolboxes, toolbox => toolbox.Name))
        {
            if (toolbox.Dynamic is { } type)
            {
                WriteEntry(output, "", $"{type.Signature}{Plugin(type.Plugin)}", type.Description);
                continue;
            }

            output.Append(toolbox.Name).Append(":\n\n");
            foreach (var tool in Sorted(toolbox.Tools, tool => tool.Name)) WriteEntry(output, "  ", tool.Signature, tool.Description);
        }

        if (list is { ServerSide: { Count: > 0 } serverSide, Model: { } model })
        {
            output.Append($"Server-side tools for {model.Id} (executed by the provider):\n\n");
            foreach (var tool in serverSide) WriteEntry(output, "", tool.Signature, tool.Description);
        }

        return output.ToString();
    }

    private static void WriteEntry(StringBuilder output, string indent, string signature, string? description)
    {
        output.Append(indent).Append(signature).Append("\n\n");
        if (string.IsNullOrWhiteSpace(description)) return;
        foreach (var line in description.Trim().ReplaceLineEndings("\n").Split('\n'))
            output.Append(line.Trim().Length == 0 ? "" : $"{indent}  {line}").Append('\n');
        output.Append('\n');
    }

    private static string Plugin(string? plugin) => plugin is null ? "" : $" (plugin: {plugin})";

    private static IEnumerable<T> Sorted<T>(IEnumerable<T> items, Func<T, string> name) => items.OrderBy(name, StringComparer.Ordinal);
}
