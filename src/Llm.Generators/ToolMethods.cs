using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Llm.Generators;

/// <summary>Finds the methods that become tools.</summary>
internal static class ToolMethods
{
    /// <summary>Whether a syntax node may contain such methods; a fast check, because it is called for all nodes.</summary>
    public static bool MayBeIn(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } call => NameOf(call.Expression) switch
        {
            "FromMethod" or "AddTool" => true,
            "Create" => call.Expression is MemberAccessExpressionSyntax access && NameOf(access.Expression) == "ToolboxType",
            _ => false,
        },
        ClassDeclarationSyntax { BaseList: not null } => true,
        _ => false,
    };

    /// <summary>
    /// The methods and lambdas in a node: the argument of a call, or all methods of a toolbox, including its other partial declarations.
    /// </summary>
    public static IEnumerable<IMethodSymbol> In(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node is InvocationExpressionSyntax call)
            return Call(call, model, cancellationToken) is { IsFactory: false, Method: { } method } ? [method] : [];
        return ToolboxIn(node, model, cancellationToken) is { } toolbox ? MethodsOf(toolbox) : [];
    }

    /// <summary>The call that makes a tool or a type of toolbox from a method; null if it does neither.</summary>
    public static ToolMethodCall? Call(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetOperation(call, cancellationToken) is not IInvocationOperation { TargetMethod.ContainingType: { } type } operation)
            return null;
        var isFactory = IsOurs(type, "ToolboxType");
        if (!isFactory && !IsOurs(type, "Tool") && !IsOurs(type, "Toolbox")) return null;
        var value = ArgumentOf(operation, isFactory ? "factory" : "method")?.Value;
        return value is null ? null : new ToolMethodCall(value, isFactory, HasJson(operation));
    }

    /// <summary>The toolbox that a node declares; null if it declares none.</summary>
    public static INamedTypeSymbol? ToolboxIn(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) =>
        node is ClassDeclarationSyntax declaration
        && model.GetDeclaredSymbol(declaration, cancellationToken) is INamedTypeSymbol type && ParentsOf(type).Any(IsToolbox) ? type : null;

    /// <summary>The methods of a toolbox, including those that it inherits.</summary>
    public static IEnumerable<IMethodSymbol> AllOf(INamedTypeSymbol toolbox) =>
        ParentsOf(toolbox).TakeWhile(parent => !IsToolbox(parent)).Prepend(toolbox).SelectMany(MethodsOf);

    /// <summary>Whether a toolbox has JSON options of its own.</summary>
    public static bool HasJson(ITypeSymbol toolbox) => !IsToolbox(toolbox) && ParentsOf(toolbox).TakeWhile(parent => !IsToolbox(parent))
        .Prepend(toolbox).Any(type => type.GetMembers("JsonOptions").Any(member => member.IsOverride));

    private static bool HasJson(IInvocationOperation call) =>
        ArgumentOf(call, "json") is { ArgumentKind: not ArgumentKind.DefaultValue }
        || call.Instance?.Type is { } toolbox && HasJson(toolbox);

    private static IArgumentOperation? ArgumentOf(IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter);

    private static IEnumerable<IMethodSymbol> MethodsOf(ITypeSymbol type) => type.GetMembers().OfType<IMethodSymbol>()
        .Where(method => method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false });

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.Text,
        _ => null,
    };

    private static IEnumerable<INamedTypeSymbol> ParentsOf(ITypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType) yield return parent;
    }

    private static bool IsToolbox(ITypeSymbol type) => IsOurs(type, "Toolbox");

    private static bool IsOurs(ITypeSymbol type, string name) =>
        type.Name == name && type.ContainingNamespace is { Name: "Llm", ContainingNamespace.IsGlobalNamespace: true };
}
