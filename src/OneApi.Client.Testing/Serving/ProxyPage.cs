using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace OneApi.Client.Testing.Serving;

/// <summary>The error page of an nginx in front of a provider.</summary>
internal static class ProxyPage
{
    public static WireAnswer Answer(int status)
    {
        var title = FormattableString.Invariant($"{status} {ReasonPhrases.GetReasonPhrase(status)}");
        var page = $"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

        return WireAnswer.Raw(status, "text/html", Encoding.UTF8.GetBytes(page));
    }
}
