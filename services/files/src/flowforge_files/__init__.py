"""Files between the steps of a workflow: uploaded once, named by an id, downloaded, signed and expired.

Needs FLOWFORGE_FILES_URL and FLOWFORGE_FILES_SIGNING_KEY; every other service with the same settings takes a
`file_id` wherever a file goes in.
"""
