namespace Llm;

/// <summary>Makes the toolbox that is named <c>prefix:argument</c>.</summary>
/// <param name="argument">What stands behind the prefix.</param>
/// <param name="cancellationToken">Stops the work.</param>
/// <remarks>The toolbox's <see cref="Toolbox.Name"/> is the whole name, so that a continued conversation can make it again.</remarks>
public delegate Task<Toolbox> ToolboxLoader(string argument, CancellationToken cancellationToken);
