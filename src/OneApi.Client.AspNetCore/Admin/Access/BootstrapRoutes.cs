using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The one-use link of the first start: a page that posts the code, and the route that takes it. Open to all, for the code alone opens it.</summary>
internal sealed class BootstrapRoutes(AdminBootstrap bootstrap, TryLimiter tries, ILogger logger)
{
    public const string Path = AdminRoute.Root + "/bootstrap";

    private const string Script = """
        const say=t=>document.getElementById('say').textContent=t;
        const code=location.hash.slice(1);history.replaceState(null,'',location.pathname);
        document.getElementById('form').addEventListener('submit',async e=>{e.preventDefault();
        const key=document.getElementById('key').value;
        const answer=await fetch(location.pathname,{method:'POST',body:JSON.stringify(key?{code,key}:{code})});
        const body=await answer.json();
        say(answer.ok?'The admin key is set. Keep it, it is shown this once: '+body.key:[body.detail,...(body.errors||[]).map(x=>x.field+': '+x.found+'; '+x.right)].join(' '));});
        """;

    private const string Page = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>OneApi.Client: set the admin key</title>
        <h1>Set the admin key</h1>
        <form id="form"><p><label>A key of 32 characters or more; leave it empty and one is made:<br><input id="key" type="password" autocomplete="new-password" size="60"></label></p>
        <p><button>Set it</button></p></form><p id="say" role="status"></p>
        <script>
        """;

    private static readonly byte[] Html = Encoding.UTF8.GetBytes(Page.TrimEnd() + Script + "</script></html>");
    private static readonly string Policy = $"default-src 'none'; connect-src 'self'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly AdminField Code = new("code", AdminFieldType.Text, "The code behind the # of the one-use link.") { IsRequired = true, IsSecret = true };
    private static readonly AdminField Key = new("key", AdminFieldType.Text, "The admin key to be: 32 characters or more. Left out: one is made.") { IsSecret = true };

    public IEnumerable<AdminRoute> All =>
    [
        new("GET", Path, AdminAccess.None, "The page of the one-use link.", ShowAsync) { AnswerTypes = ["text/html"] },
        new("POST", Path, AdminAccess.None, "Sets the admin key, once, for whoever has the one-use code.", SetAsync) { Body = [Code, Key], Status = 201, Answer = AdminJsonContext.Default.BootstrapView },
    ];

    private static ValueTask<AdminAnswer> ShowAsync(AdminCall call)
    {
        var headers = call.Context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        return new(new AdminAnswer { ContentType = "text/html; charset=utf-8", Body = Html });
    }

    private async ValueTask<AdminAnswer> SetAsync(AdminCall call)
    {
        var address = call.Context.Connection.RemoteIpAddress;
        KeyAuthenticator.ThrowIfTooMany(tries, address, call.Context);
        var body = await call.BodyAsync().ConfigureAwait(false);
        var key = body.Text("key") ?? AdminBootstrap.MakeSecret();
        body.ThrowIfAny();
        var code = body.Text("code")!;
        if (!bootstrap.IsCode(code))
        {
            tries.NoteWrong(address);
            throw Refused();
        }

        // Said only to whoever has the code.
        if (AdminOptionsCheck.ErrorOfKey(key) is { } error)
        {
            body.Add("key", error.Split("; ")[0], error.Split("; ")[1]);
            body.ThrowIfAny();
        }

        if (!bootstrap.TrySet(code, key))
        {
            throw Refused();
        }

        Log.KeySet(logger, address?.ToString());
        await call.AuditAsync("admin_key.set", "bootstrap").ConfigureAwait(false);
        return AdminAnswer.Json(new BootstrapView(key), AdminJsonContext.Default.BootstrapView, 201);
    }

    private static AdminException Refused() => AdminException.Forbidden("bootstrap_refused", "The code is not the one of this start, or the admin key is set already.");
}
