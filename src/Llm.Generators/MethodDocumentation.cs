using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>The documentation of a method and its parameters.</summary>
internal sealed class MethodDocumentation
{
    private MethodDocumentation(string? summary, string?[] parameters) => (Summary, Parameters) = (summary, parameters);

    /// <summary>The summary of the method; null if there is none.</summary>
    public string? Summary { get; }

    /// <summary>The descriptions of the parameters by position; null for a parameter without one.</summary>
    public IReadOnlyList<string?> Parameters { get; }

    public bool IsEmpty => Summary is null && Parameters.All(parameter => parameter is null);

    /// <summary>
    /// Reads the documentation from the sources. An override without a comment, or with <c>&lt;inheritdoc/&gt;</c>, inherits it.
    /// </summary>
    public static MethodDocumentation Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        // The comment of a partial method's implementation takes precedence, as in the compiler.
        var comment = (method.PartialImplementationPart is { } part ? CommentOn(part, cancellationToken) : null)
            ?? CommentOn(method, cancellationToken);
        var inherits = comment is null ? method.IsOverride : comment.Element("inheritdoc") is { } tag && tag.Attribute("cref") is null;
        var inherited = inherits && Inherited(method) is { } parent ? Of(parent, cancellationToken) : null;
        return new(
            DocumentationComment.TextOf(comment?.Element("summary")) ?? inherited?.Summary,
            [.. method.Parameters.Select(
                parameter => DocumentationComment.TextOf(About(parameter, comment)) ?? inherited?.Parameters[parameter.Ordinal])]);
    }

    private static XElement? CommentOn(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences.FirstOrDefault() is { } source
            ? DocumentationComment.Before(source.GetSyntax(cancellationToken))
            : null;

    private static XElement? About(IParameterSymbol parameter, XElement? comment) =>
        comment?.Elements("param").FirstOrDefault(element => (string?)element.Attribute("name") == parameter.Name);

    private static IMethodSymbol? Inherited(IMethodSymbol method)
    {
        var type = method.ContainingType;
        return method.OverriddenMethod ?? type.AllInterfaces
            .SelectMany(parent => parent.GetMembers(method.Name))
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(
                type.FindImplementationForInterfaceMember(member), method)) as IMethodSymbol;
    }
}
