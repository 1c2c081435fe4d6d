using System.ComponentModel;

namespace Llm;

/// <summary>
/// Stores the XML documentation of a method for tools created from it, because documentation is not available at run time.
/// </summary>
/// <remarks>The package's source generator writes these attributes for the methods of an assembly.</remarks>
/// <param name="method">
/// Type, name and parameter types, as reflection writes them: <c>Weather.Temperature(System.String)</c>. A local function is named
/// after the member that contains it: <c>Program.&lt;&lt;Main&gt;$&gt;g__Temperature(System.String)</c>.
/// </param>
/// <param name="summary">The summary of the method; null if there is none.</param>
/// <param name="parameters">
/// The descriptions of its parameters by position; null for a parameter without one. Trailing nulls may be omitted.
/// </param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ToolDocumentationAttribute(string method, string? summary, params string?[] parameters) : Attribute
{
    /// <summary>Type, name and parameter types of the method.</summary>
    public string Method { get; } = method;

    /// <summary>The summary of the method; null if there is none.</summary>
    public string? Summary { get; } = summary;

    /// <summary>The descriptions of its parameters, by position.</summary>
    public IReadOnlyList<string?> Parameters { get; } = parameters;
}
