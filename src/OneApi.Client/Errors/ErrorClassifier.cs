using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Errors;

/// <summary>
/// Gives a provider's fault its kind. Order: status and code, code alone, message pattern, status alone;
/// a provider's own rows before the general ones at each step (protocols/openai.md §0). A code that no row knows is
/// tried again without its last dotted part (protocols/doubao.md §7).
/// </summary>
internal sealed class ErrorClassifier
{
    private readonly ErrorRule[] _rules;
    private readonly int _ownRules;

    public ErrorClassifier(params IEnumerable<ErrorRule>[] tables)
    {
        _rules = [.. tables.SelectMany(static table => table), .. GeneralErrorRules.All];
        _ownRules = _rules.Length - GeneralErrorRules.All.Length;
    }

    public OneApiErrorKind Classify(in ProviderFault fault)
    {
        return MatchCode(fault, fault.Code) ?? MatchCode(fault, fault.Type) ?? MatchText(fault) ?? OfStatus(fault.Status);
    }

    /// <summary>The kind of a bare HTTP status (protocols/openai.md §0, "Default classification").</summary>
    public static OneApiErrorKind OfStatus(int? status) => status switch
    {
        401 => OneApiErrorKind.Authentication,
        402 => QuotaExhausted,
        403 => PermissionDenied,
        408 or 504 or 524 => OneApiErrorKind.Timeout,
        409 or 425 => ProviderUnavailable,
        429 => RateLimited,
        451 => ContentFiltered,
        >= 500 and <= 599 => ProviderUnavailable,
        >= 400 and <= 499 => InvalidRequest,
        _ => Unknown,
    };

    private OneApiErrorKind? MatchCode(in ProviderFault fault, string? code)
    {
        while (code is not null)
        {
            if (Match(fault, code) is { } kind)
            {
                return kind;
            }

            code = code.LastIndexOf('.') is > 0 and var dot ? code[..dot] : null;
        }

        return null;
    }

    private OneApiErrorKind? Match(in ProviderFault fault, string code)
    {
        OneApiErrorKind? codeAlone = null;
        foreach (var rule in _rules)
        {
            if (rule.Code is null || !CodeMatches(rule.Code, code) || !TextMatches(rule, fault.Message))
            {
                continue;
            }

            if (rule.Status is null)
            {
                codeAlone ??= rule.Kind;
            }
            else if (rule.Status == fault.Status)
            {
                return rule.Kind;
            }
        }

        return codeAlone;
    }

    private static bool CodeMatches(ReadOnlySpan<char> known, ReadOnlySpan<char> code) =>
        known is [.. var start, '*'] ? code.StartsWith(start, StringComparison.OrdinalIgnoreCase) : known.Equals(code, StringComparison.OrdinalIgnoreCase);

    private OneApiErrorKind? MatchText(in ProviderFault fault)
    {
        OneApiErrorKind? statusAlone = null;
        for (var i = 0; i < _rules.Length; i++)
        {
            var rule = _rules[i];
            if (rule.Code is not null || (rule.Status is not null && rule.Status != fault.Status))
            {
                continue;
            }

            if (rule.Text is null)
            {
                statusAlone ??= rule.Kind;
            }
            else if ((i < _ownRules || rule.Status is not null || MayRefine(fault.Status)) && TextMatches(rule, fault.Message))
            {
                return rule.Kind;
            }
        }

        return statusAlone;
    }

    /// <summary>General message patterns refine only these statuses, and bodies that came with a 200 or inside a stream.</summary>
    private static bool MayRefine(int? status) => status is null or 200 or 400 or 404 or 413 or 422 or 429 or 500;

    private static bool TextMatches(ErrorRule rule, string? message)
    {
        if (rule.Text is null)
        {
            return true;
        }

        if (message is null)
        {
            return false;
        }

        foreach (var part in rule.Text.AsSpan().Split('+'))
        {
            var word = rule.Text.AsSpan()[part];
            if (word[0] == '^')
            {
                if (!message.AsSpan().StartsWith(word[1..], StringComparison.OrdinalIgnoreCase))
                {
                    return false;
                }

                continue;
            }

            var isExcluded = word[0] == '!';
            if (message.AsSpan().Contains(isExcluded ? word[1..] : word, StringComparison.OrdinalIgnoreCase) == isExcluded)
            {
                return false;
            }
        }

        return true;
    }
}
