using System.ComponentModel;
using Llm;

namespace Samples.Notebook;

/// <summary>Lets a model read and extend a notebook.</summary>
[Description("Reads and extends a notebook.")]
public sealed class Notebook(string file) : Toolbox
{
    [Description("Adds a line to the notebook.")]
    public async Task<string> Add(string line, CancellationToken cancellationToken)
    {
        await File.AppendAllTextAsync(file, line + "\n", cancellationToken);
        return "added";
    }

    [Description("Returns all lines of the notebook.")]
    public async Task<string> Read(CancellationToken cancellationToken) =>
        File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken) : "";
}
