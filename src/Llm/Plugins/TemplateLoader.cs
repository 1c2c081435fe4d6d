namespace Llm;

/// <summary>Loads a template that is named <c>prefix:argument</c>.</summary>
/// <param name="argument">What stands behind the prefix.</param>
/// <param name="cancellationToken">Stops the work.</param>
public delegate Task<Template> TemplateLoader(string argument, CancellationToken cancellationToken);
