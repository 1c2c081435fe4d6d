using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Llm.Web.Page;

/// <summary>Markup that is safe to send to a browser, which only <see cref="Format"/> and the Markdown renderer create.</summary>
/// <remarks>
/// The literals of an interpolated string are markup; every value in it is encoded unless it is markup itself. An attribute must therefore
/// have quotes around its value.
/// </remarks>
internal sealed class Html
{
    private readonly string markup;

    private Html(string markup) => this.markup = markup;

    /// <summary>No markup.</summary>
    public static Html Empty { get; } = new("");

    /// <summary>Creates markup from an interpolated string.</summary>
    public static Html Format(Builder builder) => new(builder.ToString());

    /// <summary>Markup that is there only if a condition holds.</summary>
    public static Html When(bool condition, Html markup) => condition ? markup : Empty;

    /// <summary>Puts pieces one after the other.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.markup)));

    /// <summary>Takes what the Markdown renderer wrote, which passes no HTML through.</summary>
    public static Html FromMarkdown(string rendered) => new(rendered);

    /// <inheritdoc/>
    public override string ToString() => markup;

    /// <summary>Receives the pieces of an interpolated string from the compiler.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Builder
    {
        private readonly StringBuilder text;

        /// <summary>Starts with the lengths that the compiler knows.</summary>
        public Builder(int literalLength, int formattedCount) => text = new StringBuilder(literalLength + (formattedCount * 16));

        /// <summary>Takes markup from the source code.</summary>
        public void AppendLiteral(string literal) => text.Append(literal);

        /// <summary>Takes markup that was made before.</summary>
        public void AppendFormatted(Html? value) => text.Append(value?.markup);

        /// <summary>Takes text, which is encoded.</summary>
        public void AppendFormatted(string? value)
        {
            if (value is not null) text.Append(HtmlEncoder.Default.Encode(value));
        }

        /// <summary>Takes a number.</summary>
        public void AppendFormatted(long value) => text.Append(value);

        /// <inheritdoc/>
        public override string ToString() => text.ToString();
    }
}
