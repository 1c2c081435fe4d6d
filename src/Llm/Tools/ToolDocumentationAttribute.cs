using System.ComponentModel;

namespace Llm;

/// <summary>
/// Keeps the XML documentation of a method for tools that are made of it, as the documentation itself is not there at run time.
/// </summary>
/// <remarks>The source generator in the package writes these, for methods of the assembly that they stand on.</remarks>
/// <param name="method">
/// Type, name and parameter types, spelled as reflection does: <c>Weather.Temperature(System.String)</c>. A local function is named after
/// the member that it stands in: <c>Program.&lt;&lt;Main&gt;$&gt;g__Temperature(System.String)</c>.
/// </param>
/// <param name="summary">What the method does; null if nothing is said.</param>
/// <param name="parameters">What its parameters mean, by position; null for one of which nothing is said. Those at the end may be left
/// out.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ToolDocumentationAttribute(string method, string? summary, params string?[] parameters) : Attribute
{
    /// <summary>Type, name and parameter types of the method.</summary>
    public string Method { get; } = method;

    /// <summary>What the method does; null if nothing is said.</summary>
    public string? Summary { get; } = summary;

    /// <summary>What its parameters mean, by position.</summary>
    public IReadOnlyList<string?> Parameters { get; } = parameters;
}
