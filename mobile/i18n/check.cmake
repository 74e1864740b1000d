# Asks Qt's own tool which sentences the code says, and whether both translations have each of them. Works on copies.
# How to add one: lupdate -no-obsolete -locations none -I . mobile -ts mobile/i18n/*.ts, then translate what is unfinished.
file(MAKE_DIRECTORY ${SCRATCH})
foreach(LANGUAGE zh_CN en)
  set(COPY ${SCRATCH}/doorstep_${LANGUAGE}.ts)
  file(COPY_FILE ${SOURCE}/mobile/i18n/doorstep_${LANGUAGE}.ts ${COPY})
  execute_process(COMMAND ${LUPDATE} -no-obsolete -locations none -I . mobile -ts ${COPY} WORKING_DIRECTORY ${SOURCE}
                  OUTPUT_QUIET ERROR_QUIET COMMAND_ERROR_IS_FATAL ANY)
  file(STRINGS ${COPY} MISSING REGEX "type=.unfinished." )
  file(STRINGS ${COPY} SAID REGEX "<message")
  if(MISSING OR NOT SAID)
    list(LENGTH MISSING COUNT)
    message(SEND_ERROR "${COUNT} sentences are not translated to ${LANGUAGE}: see ${COPY}")
  endif()
endforeach()
