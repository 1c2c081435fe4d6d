using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Llm.Generators;

/// <summary>Finds the types that tools read and write as JSON.</summary>
internal static class ToolTypes
{
    private static readonly HashSet<string> Bound =
    [
        "System.Threading.CancellationToken", "System.IServiceProvider", "Llm.ToolCall", "Microsoft.Extensions.AI.AIFunctionArguments",
    ];

    private static readonly HashSet<string> Tasks =
    [
        "System.Threading.Tasks.Task<TResult>", "System.Threading.Tasks.ValueTask<TResult>",
    ];

    private static readonly HashSet<string> Written = ["System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "Llm.ToolOutput"];

    /// <summary>The types of the parameters and results in a node, unless the program gives the metadata itself.</summary>
    public static IEnumerable<ToolType> In(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node is InvocationExpressionSyntax syntax)
        {
            if (ToolMethods.Call(syntax, model, cancellationToken) is not { HasJson: false } call) return [];
            return call.Signature is { } signature
                ? Of(signature, withResult: !call.IsFactory, node.GetLocation())
                : [new ToolType(null, false, node.GetLocation())];
        }

        return ToolMethods.ToolboxIn(node, model, cancellationToken) is { IsAbstract: false } toolbox && !ToolMethods.HasJson(toolbox)
            ? ToolMethods.AllOf(toolbox).SelectMany(
                method => Of(method, withResult: true, ((ClassDeclarationSyntax)node).Identifier.GetLocation()))
            : [];
    }

    private static IEnumerable<ToolType> Of(IMethodSymbol method, bool withResult, Location place)
    {
        foreach (var parameter in method.Parameters)
        {
            if (Bound.Contains(NameOf(parameter.Type)) || ToolParameterAnalyzer.HasNoJson(parameter)) continue;
            yield return new(parameter.Type, false, PlaceOf(parameter) ?? place);
        }

        if (!withResult || method.ReturnsVoid) yield break;
        var isTask = Tasks.Contains(NameOf(method.ReturnType.OriginalDefinition));
        var result = isTask ? ((INamedTypeSymbol)method.ReturnType).TypeArguments[0] : method.ReturnType;
        if (!Written.Contains(NameOf(result))) yield return new(result, true, PlaceOf(method) ?? place);
    }

    private static string NameOf(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString();

    private static Location? PlaceOf(ISymbol symbol) => symbol.Locations.FirstOrDefault(location => location.IsInSource);
}

/// <summary>A type that a tool reads or writes.</summary>
internal readonly struct ToolType(ITypeSymbol? type, bool isResult, Location place)
{
    /// <summary>The type; null if the method is not visible to the compiler.</summary>
    public ITypeSymbol? Type => type;

    public bool IsResult => isResult;

    public Location Place => place;
}
