-- What ./show has Neovim do. Each step waits for what the server says.
local out = io.open(os.getenv('SHOWN'), 'w')

local function say(text)
  out:write((text:gsub('%s+$', '')), '\n')
end

local function fail(text)
  io.stderr:write(text, '\n')
  vim.cmd('cquit 1')
end

local function await(what, condition)
  if not vim.wait(30000, condition, 20) then
    fail('no ' .. what)
  end
end

local client = vim.lsp.start_client({
  name = 'jbgpd',
  cmd = { os.getenv('JBGPD'), '--lsp' },
  root_dir = vim.fn.getcwd(),
  init_options = vim.empty_dict(),
})
if not client then
  fail('the server does not start')
end

local function open(file)
  vim.cmd('edit ' .. file)
  vim.lsp.buf_attach_client(0, client)
end

local function diagnostics(file)
  return vim.diagnostic.get(vim.fn.bufadd(vim.fn.getcwd() .. '/' .. file))
end

-- The lines of a file, with what is said of them below.
local function screen(file)
  local said = {}
  for _, each in ipairs(diagnostics(file)) do
    said[each.lnum] = said[each.lnum] or {}
    table.insert(said[each.lnum], each)
  end
  say('')
  say('--- ' .. file)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    say(string.format('%3d  %s', number, line))
    for _, each in ipairs(said[number - 1] or {}) do
      local width = math.max(each.end_lnum == each.lnum and each.end_col - each.col or 1, 1)
      say('     ' .. string.rep(' ', each.col) .. string.rep('^', width) .. ' ' .. each.message)
    end
  end
end

local function ask(method, line, text, more)
  local row = line - 1
  local column = vim.fn.stridx(vim.api.nvim_buf_get_lines(0, row, line, false)[1], text)
  local parameters = { textDocument = vim.lsp.util.make_text_document_params(0), position = { line = row, character = column } }
  for key, value in pairs(more or {}) do
    parameters[key] = value
  end
  local answers = vim.lsp.buf_request_sync(0, method, parameters, 30000)
  local answer = answers and answers[client]
  if not answer then
    fail('no answer to ' .. method)
  end
  return answer.result, answer.error or answer.err
end

local function session()
  open('peers/customer.conf')
  await('diagnostics', function() return #diagnostics('peers/customer.conf') > 0 and #diagnostics('policy.conf') > 1 end)
  say('$ nvim peers/customer.conf        (the file is a part of bird.conf: that is found by itself)')
  screen('peers/customer.conf')
  open('policy.conf')
  screen('policy.conf')

  say('')
  say('--- the three mended while typing: 198.51.101.0/23 -> 198.51.100.0/23, 70000 -> 7000, from_custmer -> from_customer')
  vim.cmd([[%s/198\.51\.101/198.51.100/ | %s/70000/7000/]])
  open('peers/customer.conf')
  vim.cmd([[%s/custmer/customer/]])
  await('end of the mistakes', function() return #diagnostics('peers/customer.conf') == 0 and #diagnostics('policy.conf') == 0 end)
  say('no mistakes are left')

  say('')
  say('--- what is `import limit`?')
  say(ask('textDocument/hover', 3, 'import limit').contents.value)

  say('')
  say('--- what is `from_customer`?')
  local place = ask('textDocument/definition', 3, 'from_customer')[1]
  say(vim.uri_to_fname(place.uri) .. ', line ' .. (place.range.start.line + 1))

  say('')
  say('--- rename it to customer_in')
  local renamed = {}
  for uri, edits in pairs(ask('textDocument/rename', 3, 'from_customer', { newName = 'customer_in' }).changes) do
    for _, edit in ipairs(edits) do
      table.insert(renamed, string.format('%s:%d:%d', vim.uri_to_fname(uri), edit.range.start.line + 1, edit.range.start.character + 1))
    end
  end
  table.sort(renamed)
  say(table.concat(renamed, '\n'))

  say('')
  say('--- rename it to to_customer')
  local _, refusal = ask('textDocument/rename', 3, 'from_customer', { newName = 'to_customer' })
  say(refusal.message)

  say('')
  say('--- what may stand behind `import filter `?')
  local names = {}
  for _, item in ipairs(ask('textDocument/completion', 3, 'from_customer').items) do
    table.insert(names, item.label)
  end
  say(table.concat(names, ' '))

  say('')
  say('--- a line without layout, formatted')
  vim.api.nvim_buf_set_lines(0, 1, 3, false, { 'neighbor   192.0.2.2 as 65010 ;   # the line to the exchange', 'ipv4{import filter from_customer;};' })
  local edits = ask('textDocument/formatting', 1, 'protocol', { options = { tabSize = 4, insertSpaces = true } })
  vim.lsp.util.apply_text_edits(edits, 0, 'utf-16')
  screen('peers/customer.conf')
end

local good, problem = pcall(session)
out:close()
if not good then
  fail(problem)
end
vim.lsp.stop_client(client)
vim.wait(5000, function() return vim.lsp.client_is_stopped(client) end, 20)
vim.cmd('qall!')
