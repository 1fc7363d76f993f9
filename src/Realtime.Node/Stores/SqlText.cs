using System.Text;

namespace Realtime.Node.Stores;

/// <summary>What can be told of a statement's text without a database: enough to check packs and to put statements together.</summary>
internal static class SqlText
{
    /// <summary>The statement with a comment before it that names the poll in the store's log.</summary>
    /// <exception cref="ArgumentException">The comment would end itself early: it must never hold input from clients.</exception>
    public static string Commented(string comment, string sql)
    {
        if (comment.Contains("*/", StringComparison.Ordinal) || comment.Contains("/*", StringComparison.Ordinal) || comment.Any(char.IsControl))
        {
            throw new ArgumentException("a statement's comment may not hold comment marks or control characters", nameof(comment));
        }

        return comment.Length == 0 ? sql : $"/* {comment} */ {sql}";
    }

    /// <summary>The statement without comments and the semicolon at its end, so that it can stand in brackets.</summary>
    public static string WithoutEnd(string sql) => Scan(sql, keepLiterals: true).Trim().TrimEnd(';').TrimEnd();

    /// <summary>The statement without comments, and with its literals and quoted names emptied: what is left is code.</summary>
    public static string Code(string sql) => Scan(sql, keepLiterals: false).Trim();

    private static string Scan(string sql, bool keepLiterals)
    {
        var code = new StringBuilder(sql.Length);
        for (var i = 0; i < sql.Length;)
        {
            var rest = sql.AsSpan(i);
            var literal = LiteralLength(rest);
            if (rest.StartsWith("--"))
            {
                var end = rest.IndexOf('\n');
                i = end < 0 ? sql.Length : i + end;
            }
            else if (rest.StartsWith("/*"))
            {
                i += BlockCommentLength(rest);
                code.Append(' ');
            }
            else if (literal > 0)
            {
                code.Append(keepLiterals ? rest[..literal] : "''");
                i += literal;
            }
            else
            {
                code.Append(sql[i++]);
            }
        }

        return code.ToString();
    }

    /// <summary>Block comments nest in PostgreSQL. An open one reaches to the end: the store will say so.</summary>
    private static int BlockCommentLength(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length - 1; i++)
        {
            if (text[i] == '/' && text[i + 1] == '*')
            {
                depth++;
                i++;
            }
            else if (text[i] == '*' && text[i + 1] == '/')
            {
                i++;
                if (--depth == 0) return i + 1;
            }
        }

        return text.Length;
    }

    /// <summary>Length of the quoted text that begins here: '…', "…" (a doubled quote is two that touch) or $tag$…$tag$; 0 = none begins.</summary>
    private static int LiteralLength(ReadOnlySpan<char> text)
    {
        if (text[0] is '\'' or '"')
        {
            var end = text[1..].IndexOf(text[0]);
            return end < 0 ? text.Length : end + 2;
        }

        if (text[0] != '$') return 0;
        var tagEnd = text[1..].IndexOf('$');
        if (tagEnd < 0) return 0;
        var tag = text[..(tagEnd + 2)];
        foreach (var c in tag[1..^1])
        {
            if (!char.IsLetterOrDigit(c) && c != '_') return 0;
        }

        // $1$ is a parameter and a stray mark, no tag.
        if (tag.Length > 2 && char.IsDigit(tag[1])) return 0;
        var close = text[tag.Length..].IndexOf(tag);
        return close < 0 ? text.Length : tag.Length + close + tag.Length;
    }
}
